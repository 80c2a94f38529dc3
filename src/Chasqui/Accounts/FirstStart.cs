using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.Extensions.Options;

namespace Chasqui.Accounts;

/// <summary>Fills an empty database with the demo; returns the business unit it made.</summary>
internal interface IDemoSeed
{
    /// <param name="tx">Across units; nothing is there but the tables.</param>
    Task<BusinessUnitId> SeedAsync(DatabaseTransaction tx, CancellationToken cancellationToken);
}

/// <summary>
/// Gives an empty database its first business unit, administrator and API key. Nodes that start together take turns, and
/// whoever comes second finds it done.
/// </summary>
internal sealed partial class FirstStart(
    ChasquiDatabase database, BusinessUnits units, Users users, ApiKeys keys, Passwords passwords, TimeProvider time,
    IOptions<ChasquiOptions> options, IEnumerable<IDemoSeed> demoSeeds, ILogger<FirstStart> logger)
{
    private const int ShortestBootstrapKey = 24;

    private const string LockSql = "SELECT 1 FROM pg_advisory_xact_lock(4848484848484801)";
    private const string IsEmptySql = "SELECT NOT EXISTS (SELECT FROM business_unit)";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.QuerySingleAsync<int>(LockSql, null, cancellationToken);
        if (!await tx.QuerySingleAsync<bool>(IsEmptySql, null, cancellationToken))
            return;

        Refuse(settings);
        var seed = settings.Demo ? demoSeeds.SingleOrDefault() : null;
        var unit = seed is null
            ? await units.CreateAsync(tx, "Main", settings.Country, settings.TimeZone, "en", cancellationToken)
            : await seed.SeedAsync(tx, cancellationToken);
        if (settings is { AdminEmail: { } email, AdminPassword: { } password })
            await AddAdministratorAsync(tx, unit, email, password, cancellationToken);
        if (settings.BootstrapApiKey is { } key)
        {
            var id = await keys.AddAsync(tx, unit, "First key", key, Enum.GetValues<ApiScope>(), expiresAt: null, cancellationToken);
            await Audit.RecordSystemAsync(tx, unit, "apiKey.create", "apiKey", id.Value, null, time.GetUtcNow(), cancellationToken);
        }

        await tx.CommitAsync(cancellationToken);
        Log.Filled(logger, settings.Demo, settings.AdminEmail is not null, settings.BootstrapApiKey is not null);
    }

    private async Task AddAdministratorAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string email, string password, CancellationToken cancellationToken)
    {
        var administrator = new NewUser
        {
            Email = EmailAddress.Normalize(email),
            Name = "Administrator",
            PasswordHash = await passwords.HashAsync(password, cancellationToken),
            RoleIds = [await BusinessUnits.RoleAsync(tx, unit, DefaultRoles.Administrator, cancellationToken)],
        };
        if (await users.AddAsync(tx, unit, administrator, cancellationToken) is not { } id)
            throw new StartupException("The demo already has a user with the e-mail address in Chasqui__AdminEmail: choose another.");
        await Audit.RecordSystemAsync(tx, unit, "user.create", "user", id.Value, null, time.GetUtcNow(), cancellationToken);
    }

    private static void Refuse(ChasquiOptions settings)
    {
        if (settings.Country is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z'])
            throw new StartupException("Chasqui__Country is not a country: give its two capital letters, e.g. UY.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
            throw new StartupException("Chasqui__TimeZone is not known here: give an IANA name, e.g. America/Montevideo.");
        if (settings.AdminEmail is null != settings.AdminPassword is null)
            throw new StartupException("Chasqui__AdminEmail and Chasqui__AdminPassword go together: give both or neither.");
        if (settings.AdminEmail is { } email && !EmailAddress.IsValid(EmailAddress.Normalize(email)))
            throw new StartupException("Chasqui__AdminEmail is not an e-mail address.");
        if (settings.AdminPassword is { } password && PasswordRule.Fault(password) is { } fault)
            throw new StartupException($"Chasqui__AdminPassword will not do: {fault}");
        if (settings.BootstrapApiKey is { Length: < ShortestBootstrapKey })
            throw new StartupException($"Chasqui__BootstrapApiKey is too short: give at least {ShortestBootstrapKey} random characters.");
    }

    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Information, "First start: business unit made (demo: {Demo}, administrator: {Administrator}, API key: {ApiKey})")]
        public static partial void Filled(ILogger logger, bool demo, bool administrator, bool apiKey);
    }
}
