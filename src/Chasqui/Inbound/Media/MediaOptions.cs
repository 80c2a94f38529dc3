using System.ComponentModel.DataAnnotations;

namespace Chasqui.Inbound.Media;

/// <summary>Settings under "Chasqui:Media": what contacts send besides text.</summary>
internal sealed class MediaOptions
{
    public const string Section = "Chasqui:Media";

    /// <summary>The largest file that is fetched, in bytes. Default 25 MB, 1 kB to 100 MB.</summary>
    [Range(1024, 100 * 1024 * 1024)]
    public int MostBytes { get; init; } = 25 * 1024 * 1024;

    /// <summary>How long one may take. Default 30 s, 1 s to 50 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:50", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
