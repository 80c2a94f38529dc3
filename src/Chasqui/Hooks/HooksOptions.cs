using System.ComponentModel.DataAnnotations;

namespace Chasqui.Hooks;

/// <summary>Settings under "Chasqui:Hooks": what carriers may send us by HTTP.</summary>
internal sealed class HooksOptions
{
    public const string Section = "Chasqui:Hooks";

    /// <summary>How long requests are kept as they came. Default 7 days, from 1 hour to 1 year.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The most bytes the spool may hold while the database is away; then requests are answered 503. Default 256 MB, 1 MB to 64 GB.</summary>
    [Range(1024L * 1024, 64L * 1024 * 1024 * 1024)]
    public long SpoolBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How long a request waits for the database before it goes to the spool. Default 3 s, 100 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DatabasePatience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Requests per second from one network address, five times as many at once. Default 100, 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int AddressPerSecond { get; init; } = 100;

    /// <summary>Genuine requests per second for one provider, twice as many at once. Default 500, 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int ProviderPerSecond { get; init; } = 500;

    /// <summary>
    /// Requests per minute from one network address that are told their signature is wrong; more are told to slow down. Genuine ones
    /// pass whatever others do. Default 60, 1 to 100000.
    /// </summary>
    [Range(1, 100_000)]
    public int RefusedPerMinute { get; init; } = 60;

    /// <summary>How often interrupted requests are looked for. Default 10 s, 100 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan SweepEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After how long a request that is stored and not done counts as interrupted; the pause grows with each try. Default 30 s, 0 to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan RedoAfter { get; init; } = TimeSpan.FromSeconds(30);
}
