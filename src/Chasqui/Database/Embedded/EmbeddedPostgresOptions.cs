namespace Chasqui.Database.Embedded;

/// <summary>Where the private PostgreSQL lives.</summary>
internal sealed record EmbeddedPostgresOptions
{
    /// <summary>The server's data folder; the database is kept in its <c>postgres</c> sub-folder. Created when missing.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// The folder with <c>bin/postgres</c>. Default: found above the server's own folder, where <c>make setup</c> puts it.
    /// </summary>
    public string? BinariesFolder { get; init; }

    /// <summary>TCP port on 127.0.0.1, 1 to 65535. Default: a free one, chosen at each start.</summary>
    public int? Port { get; init; }

    /// <summary>Server parameters that replace ours, by their PostgreSQL names. Tests give up durability here for speed.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
