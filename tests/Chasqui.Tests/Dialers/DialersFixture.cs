using System.Net;
using System.Net.Http.Headers;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers.Imports;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Dialers;

/// <summary>
/// A server with a sender and the three dialers of the sample files (campsms, test1, marcadortest), none of them started, and an
/// administrator's client.
/// </summary>
public sealed class DialersFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private const string ProviderSql =
        """
        INSERT INTO provider (business_unit_id, id, name, kind, is_default, created_at)
        VALUES (@business_unit_id, @id, 'Simulator', 'simulator', true, @now)
        """;

    private const string SenderSql =
        """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, messages_per_second, created_at)
        VALUES (@business_unit_id, @id, @provider_id, 'longCode', @address, 10000, @now)
        """;

    private const string MessagesSql =
        """
        SELECT number, text, state, encoding, priority, import_line AS line, dialer_id FROM message
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id ORDER BY import_line
        """;

    private const string StagedSql = "SELECT count(*)::integer FROM import_row WHERE business_unit_id = @business_unit_id";

    public ServerFixture Server { get; } = new(postgres);

    internal SenderId Sender { get; private set; }

    internal HttpClient Admin { get; private set; } = null!;

    internal DialerId Campsms { get; private set; }

    internal DialerId Test1 { get; private set; }

    internal DialerId Marcadortest { get; private set; }

    internal static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "Data", "samples", name);

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await Server.InitializeAsync();
        Sender = await MakeSenderAsync(Server.BusinessUnit, "+59829001000", cancellationToken);
        Admin = await Server.ClientAsync(DefaultRoles.Administrator, cancellationToken);
        Campsms = (await MakeDialerAsync("campsms", cancellationToken)).Id;
        Test1 = (await MakeDialerAsync("test1", cancellationToken)).Id;
        Marcadortest = (await MakeDialerAsync("marcadortest", cancellationToken)).Id;
    }

    internal async Task<SenderId> MakeSenderAsync(BusinessUnitId unit, string address, CancellationToken cancellationToken)
    {
        var (provider, sender, now) =
            (Id.New<ProviderId>(TimeProvider.System), Id.New<SenderId>(TimeProvider.System), Server.Clock.GetUtcNow());
        await using var tx = await Server.Database.BeginAsync(unit, cancellationToken);
        await tx.ExecuteAsync(ProviderSql, new { business_unit_id = unit, id = provider, now }, cancellationToken);
        await tx.ExecuteAsync(
            SenderSql, new { business_unit_id = unit, id = sender, provider_id = provider, address, now }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return sender;
    }

    internal async Task<Dialer> MakeDialerAsync(string name, CancellationToken cancellationToken) =>
        await (await Admin.PostAsync("/api/v1/dialers", new { name, senderId = Sender }, cancellationToken))
            .ShouldBeAsync<Dialer>(HttpStatusCode.Created, cancellationToken);

    internal Task<HttpResponseMessage> PostFileAsync(DialerId dialer, Stream file, bool strict, CancellationToken cancellationToken) =>
        PostFileAsync(
            Admin, $"/api/v1/dialers/{dialer.Value}/imports?fileName=test.csv&strict={(strict ? "true" : "false")}", file,
            cancellationToken);

    internal static async Task<HttpResponseMessage> PostFileAsync(
        HttpClient client, string address, Stream file, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await client.PostAsync(address, content, cancellationToken);
    }

    /// <summary>Uploads a file to a dialer and waits for its end.</summary>
    internal async Task<Import> ImportAsync(DialerId dialer, Stream file, bool strict, CancellationToken cancellationToken)
    {
        var answer = await PostFileAsync(dialer, file, strict, cancellationToken);
        var accepted = await answer.ShouldBeAsync<ImportAccepted>(HttpStatusCode.Accepted, cancellationToken);
        return await EndAsync(accepted.Id, cancellationToken);
    }

    internal Task<Import> ImportAsync(DialerId dialer, string text, CancellationToken cancellationToken) =>
        ImportAsync(dialer, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), strict: false, cancellationToken);

    internal Task<Import> EndAsync(ImportId id, CancellationToken cancellationToken) => Poll.UntilAsync(
        () => Admin.ReadAsync<Import>($"/api/v1/imports/{id.Value}", cancellationToken),
        import => import.State is ImportState.Done or ImportState.Refused or ImportState.Failed,
        TimeSpan.FromSeconds(60), cancellationToken);

    internal async Task<IReadOnlyList<StoredMessage>> MessagesAsync(Import import, CancellationToken cancellationToken)
    {
        await using var tx = await Server.Database.BeginAsync(Server.BusinessUnit, cancellationToken);
        return await tx.QueryAsync<StoredMessage>(
            MessagesSql, new { business_unit_id = Server.BusinessUnit, import_id = import.Id }, cancellationToken);
    }

    /// <summary>Waits until no staged row is left, which is a moment after an import has ended.</summary>
    internal Task<int> NothingStagedAsync(CancellationToken cancellationToken) => Poll.UntilAsync(
        async () =>
        {
            await using var tx = await Server.Database.BeginAsync(Server.BusinessUnit, cancellationToken);
            return await tx.QuerySingleAsync<int>(StagedSql, new { business_unit_id = Server.BusinessUnit }, cancellationToken);
        },
        staged => staged == 0, TimeSpan.FromSeconds(10), cancellationToken);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

internal sealed record StoredMessage
{
    public required string Number { get; init; }

    public required string Text { get; init; }

    public required string State { get; init; }

    public required string Encoding { get; init; }

    public required int Priority { get; init; }

    public required int Line { get; init; }

    public required DialerId DialerId { get; init; }
}
