using Chasqui.Hosting;

namespace Chasqui.Senders;

/// <summary>What a sender's fields must be, whether given at first or changed; null was not given.</summary>
internal static class SenderRules
{
    private const int LongestLabel = 100;
    private const decimal Fastest = 10_000;
    private const decimal Slowest = 0.01m;

    public static Validation Check(SenderKind kind, string? label, decimal? messagesPerSecond, bool? inbound, bool? mms) => new Validation()
        .Check(label is null || TextRule.IsLine(label, LongestLabel), "label", "Give a label of up to 100 characters.")
        .Check(messagesPerSecond is null or (>= Slowest and <= Fastest), "messagesPerSecond", "Give a number from 0.01 to 10000.")
        .Check(kind != SenderKind.Alphanumeric || inbound != true, "inbound", "Nobody can answer a name.")
        .Check(kind != SenderKind.Alphanumeric || mms != true, "mms", "Pictures cannot be sent from a name.");

    /// <summary>Messages a second that carriers commonly allow a sender of this kind; a contract may say otherwise.</summary>
    public static decimal UsualPace(SenderKind kind) => kind switch
    {
        SenderKind.ShortCode => 100,
        SenderKind.TollFree => 3,
        SenderKind.Alphanumeric => 10,
        SenderKind.WhatsApp => 80,
        _ => 5,
    };
}
