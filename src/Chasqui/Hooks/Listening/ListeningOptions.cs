namespace Chasqui.Hooks.Listening;

/// <summary>Settings under "Chasqui:Listening": sessions and polling that hear of messages by themselves.</summary>
internal sealed class ListeningOptions
{
    public const string Section = "Chasqui:Listening";

    /// <summary>
    /// How long a node keeps an account without renewing: a dead node's accounts are listened to elsewhere after this and
    /// <see cref="Every"/>. Default 20 s, 1 s to 5 min.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often leases are renewed and changed settings looked for. Default 5 s; at most a third of <see cref="Lease"/>.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(5);

    public static bool IsValid(ListeningOptions options) =>
        options.Lease >= TimeSpan.FromSeconds(1) && options.Lease <= TimeSpan.FromMinutes(5)
        && options.Every >= TimeSpan.FromMilliseconds(50) && 3 * options.Every <= options.Lease;
}
