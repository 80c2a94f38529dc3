using System.ComponentModel.DataAnnotations;

namespace Chasqui.Jobs;

/// <summary>Settings under "Jobs", e.g. the environment variable Jobs__Concurrency.</summary>
internal sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Jobs that one node does at the same time. Default 8, from 1 to 64; each may hold a database connection.</summary>
    [Range(1, 64)]
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a job belongs to the node that took it; then another may. Default 1 minute, from 1 second to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before a failed job is tried again; doubled with every failure. Default 1 second, to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two tries. Default 5 minutes, from 1 second to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(5);
}
