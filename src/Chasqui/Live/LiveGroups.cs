using Chasqui.Messages;

namespace Chasqui.Live;

/// <summary>Who hears what: the names of SignalR groups. Each begins with its kind and business unit, so no two units share one.</summary>
internal static class LiveGroups
{
    /// <summary>Every socket of a user.</summary>
    public static string User(BusinessUnitId unit, UserId user) => $"user:{unit.Value}:{user.Value}";

    /// <summary>Who supervises agents and queues.</summary>
    public static string Agents(BusinessUnitId unit) => $"agents:{unit.Value}";

    /// <summary>Who sees dialers.</summary>
    public static string Dialers(BusinessUnitId unit) => $"dialers:{unit.Value}";

    /// <summary>Who manages providers.</summary>
    public static string Providers(BusinessUnitId unit) => $"providers:{unit.Value}";

    public static string Interaction(BusinessUnitId unit, InteractionId interaction) => $"interaction:{unit.Value}:{interaction.Value}";

    public static string Dialer(BusinessUnitId unit, DialerId dialer) => $"dialer:{unit.Value}:{dialer.Value}";

    public static string Import(BusinessUnitId unit, ImportId import) => $"import:{unit.Value}:{import.Value}";

    public static string Handset(BusinessUnitId unit, string number) => $"handset:{unit.Value}:{number}";
}
