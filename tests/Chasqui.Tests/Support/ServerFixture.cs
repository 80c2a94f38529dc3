using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Support;

/// <summary>
/// A server with a database of its own, for the tests of a class: <c>IClassFixture&lt;ServerFixture&gt;</c>. There are two
/// business units, <see cref="BusinessUnit"/> and <see cref="OtherUnit"/>; nothing else is in the database.
/// </summary>
public sealed class ServerFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private const string UnitSql = "SELECT id FROM business_unit";

    private TestServer? _server;
    private int _users;

    internal TestServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    internal TestClock Clock => Server.Clock;

    internal IServiceProvider Services => Server.Services;

    internal ChasquiDatabase Database => Server.Database;

    /// <summary>"Main", Uruguay.</summary>
    internal BusinessUnitId BusinessUnit { get; private set; }

    /// <summary>"Other", Argentina: nothing of the first may show here.</summary>
    internal BusinessUnitId OtherUnit { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _server = await TestServer.StartAsync(
            await TemplateDatabase.CopyAsync(postgres, cancellationToken), settings: null, clock: null, configure: null, cancellationToken);
        await using var tx = await Database.BeginAcrossUnitsAsync(cancellationToken);
        BusinessUnit = await tx.QuerySingleAsync<BusinessUnitId>(UnitSql, null, cancellationToken);
        OtherUnit = await Service<BusinessUnits>()
            .CreateAsync(tx, "Other", "AR", "America/Argentina/Buenos_Aires", "es", cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Makes objects in <see cref="BusinessUnit"/>.</summary>
    internal Seed Seed => new(Database, Clock, BusinessUnit);

    /// <summary>Makes objects in <see cref="OtherUnit"/>.</summary>
    internal Seed OtherSeed => new(Database, Clock, OtherUnit);

    internal T Service<T>()
        where T : notnull => Server.Service<T>();

    /// <summary>A client that is nobody.</summary>
    internal HttpClient Client() => Server.Client();

    /// <summary>A client signed in as that user.</summary>
    internal Task<HttpClient> ClientAsync(TestUser user, CancellationToken cancellationToken) =>
        Server.ClientAsync(user.BusinessUnitId, user.Id, cancellationToken);

    /// <summary>A client signed in as a new user of that role (<see cref="DefaultRoles"/>).</summary>
    internal async Task<HttpClient> ClientAsync(string role, CancellationToken cancellationToken) =>
        await ClientAsync(await CreateUserAsync(role, cancellationToken), cancellationToken);

    /// <summary>A client with a new API key of these scopes.</summary>
    internal Task<HttpClient> ApiClientAsync(CancellationToken cancellationToken, params ApiScope[] scopes) =>
        Server.ApiClientAsync(BusinessUnit, scopes, cancellationToken);

    internal Task<TestUser> CreateUserAsync(string role, CancellationToken cancellationToken) =>
        CreateUserAsync(role, BusinessUnit, password: null, cancellationToken);

    /// <summary>A new user; without a password (hashing takes long) take a client of <c>ClientAsync</c>.</summary>
    internal async Task<TestUser> CreateUserAsync(string role, BusinessUnitId unit, string? password, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _users);
        var email = $"user{number}@test.example";
        var hash = password is null ? null : await Service<Passwords>().HashAsync(password, cancellationToken);
        await using var tx = await Database.BeginAsync(unit, cancellationToken);
        var roleId = await BusinessUnits.RoleAsync(tx, unit, role, cancellationToken);
        var user = new NewUser { Email = email, Name = $"User {number}", PasswordHash = hash, RoleIds = [roleId] };
        var id = await Service<Users>().AddAsync(tx, unit, user, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return new TestUser(unit, id!.Value, email, user.Name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}

internal sealed record TestUser(BusinessUnitId BusinessUnitId, UserId Id, string Email, string Name);
