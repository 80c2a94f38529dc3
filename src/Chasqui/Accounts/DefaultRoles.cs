namespace Chasqui.Accounts;

/// <summary>The roles every business unit begins with. They are ordinary roles: an administrator may change them.</summary>
internal static class DefaultRoles
{
    public const string Administrator = "Administrator";
    public const string Supervisor = "Supervisor";
    public const string Agent = "Agent";

    public static readonly IReadOnlyDictionary<string, Permission[]> All = new Dictionary<string, Permission[]>(StringComparer.Ordinal)
    {
        [Administrator] = Enum.GetValues<Permission>(),
        [Supervisor] =
        [
            Permission.ViewQueues, Permission.ManageQueues, Permission.ViewDialers, Permission.RunDialers, Permission.ManageDnc,
            Permission.SendMessages, Permission.ViewMessages, Permission.HandleInteractions, Permission.SuperviseAgents,
            Permission.UseSimulator, Permission.SeeAllObjects,
        ],
        [Agent] = [Permission.HandleInteractions, Permission.ViewQueues],
    };
}
