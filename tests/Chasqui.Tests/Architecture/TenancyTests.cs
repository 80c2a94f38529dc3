using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Architecture;

/// <summary>
/// Business unit B's administrator, and B's API key with every scope, call every endpoint with the ids of A's objects. They must get
/// the very answer that ids of nothing get, see no word of A's, and change nothing of A's.
/// </summary>
public sealed class TenancyTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string TablesSql =
        """
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'business_unit_id' AND table_name <> 'message_tally'
        ORDER BY 1
        """;

    // What stands first in an address says what its id is of.
    private static readonly Dictionary<string, Type> Collections = new(StringComparer.Ordinal)
    {
        ["users"] = typeof(UserId),
        ["roles"] = typeof(RoleId),
        ["security-groups"] = typeof(SecurityGroupId),
        ["api-keys"] = typeof(ApiKeyId),
        ["providers"] = typeof(ProviderId),
        ["senders"] = typeof(SenderId),
        ["entry-points"] = typeof(EntryPointId),
        ["queues"] = typeof(QueueId),
        ["agents"] = typeof(UserId),
        ["dialers"] = typeof(DialerId),
        ["imports"] = typeof(ImportId),
        ["dnc"] = typeof(DncListId),
        ["messages"] = typeof(MessageId),
        ["media"] = typeof(MediaId),
        ["offers"] = typeof(OfferId),
        ["interactions"] = typeof(InteractionId),
        ["contacts"] = typeof(ContactId),
        ["conversations"] = typeof(ConversationId),
        ["dispositions"] = typeof(DispositionId),
    };

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_of_a_business_unit_shows_in_or_is_changed_from_another()
    {
        var world = await EveryTable.FillAsync(server.Database, server.BusinessUnit, server.Clock, withAttempt: false, CancellationToken);
        var administrator = await server.CreateUserAsync(DefaultRoles.Administrator, server.OtherUnit, password: null, CancellationToken);
        HttpClient[] callers =
        [
            await server.ClientAsync(administrator, CancellationToken),
            await server.Server.ApiClientAsync(server.OtherUnit, Enum.GetValues<ApiScope>(), CancellationToken),
        ];
        var before = await FingerprintsAsync();
        var faults = new List<string>();
        // One's own session holds nothing of anyone else's, and ending it would end this test.
        var closed = ApiEndpoint.Of(server)
            .Where(endpoint => endpoint.Collection != "session" && endpoint.Access is not Hosting.Access.Open);
        foreach (var endpoint in closed)
        {
            foreach (var caller in callers)
                faults.AddRange(await FaultsAsync(endpoint, caller, world));
        }

        faults.ShouldBeEmpty();
        (await FingerprintsAsync()).ShouldBe(before);
    }

    private static async Task<IEnumerable<string>> FaultsAsync(ApiEndpoint endpoint, HttpClient caller, EveryTable world)
    {
        var faults = new List<string>();
        var (status, code, body) = await CallAsync(endpoint, caller, type => world.Ids[type]);
        var (nothingStatus, nothingCode, _) = await CallAsync(endpoint, caller, _ => Guid.CreateVersion7());
        if (status != nothingStatus || code != nothingCode)
            faults.Add($"{endpoint}: {(int)status} {code} with A's ids, {(int)nothingStatus} {nothingCode} with ids of nothing: {body}");
        if ((int)status >= 500)
            faults.Add($"{endpoint}: {(int)status} {body}");
        if (endpoint.Method == HttpMethod.Get && endpoint.Pattern.Contains("{id", StringComparison.Ordinal)
            && status is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden))
            faults.Add($"{endpoint}: {(int)status} for an object of A's");
        if (body.Contains(EveryTable.Marker, StringComparison.OrdinalIgnoreCase))
            faults.Add($"{endpoint} tells of A: {body}");
        return faults;
    }

    private static async Task<(HttpStatusCode Status, string? Code, string Body)> CallAsync(
        ApiEndpoint endpoint, HttpClient caller, Func<Type, Guid> ids)
    {
        Guid ById(Type type, string name) =>
            type == typeof(Guid) ? TypeOf(endpoint, name) is { } named ? ids(named) : Guid.CreateVersion7() : ids(type);
        var address = endpoint.Address(name => name == "number" ? EveryTable.Number : ById(typeof(Guid), name).ToString());
        var request = new HttpRequestMessage(endpoint.Method, address + Query(endpoint, name => ById(typeof(Guid), name)));
        if (endpoint.Body is { } type)
            request.Content = new StringContent(new SampleBody(ById).Json(type), Encoding.UTF8, "application/json");
        else if (endpoint.IsUnsafe && endpoint.Method != HttpMethod.Delete && endpoint.Pattern.Contains("import", StringComparison.Ordinal))
            request.Content = new StringContent("test1;099123456;Hola;\n", Encoding.UTF8, "text/csv");
        if (endpoint.IsUnsafe)
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());

        using var response = await caller.SendAsync(request, CancellationToken);
        var body = await response.Content.ReadAsStringAsync(CancellationToken);
        var code = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()
            : null;
        return (response.StatusCode, code, body);
    }

    // Ids the handler takes from the query, such as ?dialerId=.
    private static string Query(ApiEndpoint endpoint, Func<string, Guid> id)
    {
        var parameters = endpoint.Route.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        var queried = from parameter in parameters
                      where (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(Guid)
                      where parameter.Name is not ("after" or "before")
                      where !endpoint.Pattern.Contains($"{{{parameter.Name}", StringComparison.Ordinal)
                      select $"{parameter.Name}={id(parameter.Name!)}";
        var query = string.Join('&', queried);
        return query.Length == 0 ? "" : $"?{query}";
    }

    // "id" is of the collection; "dialerId" says itself what it is of.
    private static Type? TypeOf(ApiEndpoint endpoint, string name)
    {
        if (name == "id")
        {
            return Collections.GetValueOrDefault(endpoint.Collection)
                ?? throw new InvalidOperationException(
                    $"{endpoint}: say in Collections what its id is of, and give EveryTable a row of it.");
        }

        return name == "listId"
            ? typeof(DncListId)
            : Collections.Values.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    // All that A has, as one hash for each table.
    private async Task<IReadOnlyList<string>> FingerprintsAsync()
    {
        var fingerprints = new List<string>();
        await using var tx = await server.Database.BeginAsync(server.BusinessUnit, CancellationToken);
        foreach (var table in await tx.QueryAsync<string>(TablesSql, null, CancellationToken))
        {
            var hash = await tx.QuerySingleAsync<string>(
                $"""
                SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')
                FROM {table} AS t WHERE business_unit_id = @unit
                """,
                new { unit = server.BusinessUnit }, CancellationToken);
            fingerprints.Add($"{table}: {hash}");
        }

        return fingerprints;
    }
}
