namespace Chasqui.Outbound;

/// <summary>Settings under "Chasqui:Outbound". The defaults suit every installation seen so far.</summary>
internal sealed class OutboundOptions
{
    public const string Section = "Chasqui:Outbound";

    /// <summary>Messages of one sender in a provider's hands at a time; a node that dies leaves at most as many unknown. Default 64, 1 to 1000.</summary>
    public int MaxInFlight { get; init; } = 64;

    /// <summary>Senders one node serves at a time. Default 200, 1 to 10000.</summary>
    public int MaxSenders { get; init; } = 200;

    /// <summary>How long a provider may take to answer before its answer counts as lost. Default 10 s, 1 s to 60 s.</summary>
    public TimeSpan ProviderTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a node keeps a sender without renewing: a dead node's senders are taken over after this and <see cref="Poll"/>. Default
    /// 28 s; longer than twice <see cref="ProviderTimeout"/>.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(28);

    /// <summary>How often leases are renewed. Default 8 s; at most a third of <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often workers look without being woken. Default 1 s, 10 ms to 10 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without work a sender is given up, for other nodes to take. Default 60 s, 1 s to 1 h.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a message is tried when the provider says "not now". Default 5, 1 to 50.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The longest first pause before another try; it doubles with each. Default 1 s, 0 to 1 h.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause before another try, and the longest a provider's own hint is believed. Default 5 min, 0 to 24 h.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a provider is paused when it refuses the account (no balance, wrong credentials), at first; it doubles up to 5 min. Default
    /// 60 s, 0 to 1 h.
    /// </summary>
    public TimeSpan AccountStopPause { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often tallies are folded and stragglers looked for. Default 10 s, 100 ms to 1 h.</summary>
    public TimeSpan UpkeepEvery { get; init; } = TimeSpan.FromSeconds(10);

    public static bool IsValid(OutboundOptions options) =>
        options.MaxInFlight is >= 1 and <= 1000
        && options.MaxSenders is >= 1 and <= 10_000
        && options.ProviderTimeout >= TimeSpan.FromMilliseconds(100) && options.ProviderTimeout <= TimeSpan.FromSeconds(60)
        && options.LeaseDuration > 2 * options.ProviderTimeout
        && options.RenewEvery > TimeSpan.Zero && 3 * options.RenewEvery <= options.LeaseDuration
        && options.Poll >= TimeSpan.FromMilliseconds(10) && options.Poll <= TimeSpan.FromSeconds(10)
        && options.IdleAfter > TimeSpan.Zero
        && options.MaxAttempts is >= 1 and <= 50
        && options.RetryPause >= TimeSpan.Zero
        && options.LongestPause >= options.RetryPause && options.LongestPause <= TimeSpan.FromHours(24)
        && options.AccountStopPause >= TimeSpan.Zero && options.AccountStopPause <= TimeSpan.FromHours(1)
        && options.UpkeepEvery >= TimeSpan.FromMilliseconds(100);
}
