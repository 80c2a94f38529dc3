namespace Chasqui.Hosting;

/// <summary>Settings under "Chasqui" in the configuration, e.g. the environment variable Chasqui__DataFolder.</summary>
internal sealed class ChasquiOptions
{
    public const string Section = "Chasqui";

    /// <summary>Where a private PostgreSQL and its log live, when no connection string is given. Default: ./data.</summary>
    public string DataFolder { get; init; } = "./data";

    /// <summary>PostgreSQL's own programs (a folder with bin/postgres). Default: found beside the program or in the source tree.</summary>
    public string? PostgresFolder { get; init; }

    /// <summary>
    /// Where the keys are that secrets in the database are encrypted with; the nodes of one database share it. Default: keys, in
    /// <see cref="DataFolder"/>.
    /// </summary>
    public string? KeysFolder { get; init; }

    /// <summary>
    /// How carriers reach this server from the outside, e.g. https://sms.example.com; their calls come to /hooks below it. Their signatures
    /// cover it, so the names that a proxy or a caller puts into a request are not believed. Default: none, and nobody is asked to call.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>First start: the business unit's country, ISO 3166-1 alpha-2. Default: US.</summary>
    public string Country { get; init; } = "US";

    /// <summary>First start: the business unit's time zone, an IANA name. Default: UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>First start: the administrator's sign-in. Both or neither; without them the first start makes no user.</summary>
    public string? AdminEmail { get; init; }

    /// <summary>First start: the administrator's password, 8 to 128 characters.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>First start: an API key with every scope, sent as "Authorization: Bearer …". At least 24 characters.</summary>
    public string? BootstrapApiKey { get; init; }

    /// <summary>Fills an empty database with the demo business unit, its users, queue and dialers. Default: false.</summary>
    public bool Demo { get; init; }
}
