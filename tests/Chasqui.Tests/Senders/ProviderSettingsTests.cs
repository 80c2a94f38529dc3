using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Providers;
using Chasqui.Senders.Health;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chasqui.Senders;

public sealed class ProviderSettingsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Secret = "vErY-sEcReT-tOkEn";

    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["Chasqui:PublicUrl"] = "https://sms.example.com/chasqui/",
        ["Logging:LogLevel:Default"] = "Trace",
    };

    private readonly SampleKind _kind = new();
    private readonly RecordedLogs _logs = new();
    private TestServer? _server;
    private HttpClient? _client;
    private BusinessUnitId _unit;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private TestServer Server => _server!;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            await TemplateDatabase.CopyAsync(postgres, CancellationToken), Settings, clock: null,
            builder =>
            {
                builder.Services.AddSingleton<IProviderKind>(_kind);
                builder.Logging.ClearProviders().AddProvider(_logs);
            },
            CancellationToken);
        await using var tx = await Server.Database.BeginAcrossUnitsAsync(CancellationToken);
        _unit = await tx.QuerySingleAsync<BusinessUnitId>("SELECT id FROM business_unit", null, CancellationToken);
        _client = await Server.ApiClientAsync(_unit, Enum.GetValues<ApiScope>(), CancellationToken);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Every_kind_says_what_an_account_of_it_needs()
    {
        var kinds = await Client.ReadAsync<ProviderKinds>("/api/v1/provider-kinds", CancellationToken);
        var sample = kinds.Items.Single(kind => kind.Name == SampleKind.Word);
        sample.ShouldSatisfyAllConditions(
            () => sample.Title.ShouldBe("Sample"),
            () => sample.ReceivesWebhooks.ShouldBeTrue(),
            () => sample.Checks.ShouldBeTrue(),
            () => sample.Listens.ShouldBeFalse(),
            () => sample.HookTopics.ShouldBe(["status"]),
            () => sample.Fields.Select(field => field.Name).ShouldBe(["account", "token", "extraToken", "template", "window", "tls", "api", "address"]));
        kinds.Items.ShouldContain(kind => kind.Name == "simulator");
    }

    [Fact]
    public async Task All_faults_of_the_settings_are_told_at_once()
    {
        var problem = await Client.PostAsync(
            "/api/v1/providers",
            New(new { account = "two\nlines", window = 101, tls = "yes", api = "pigeon", address = "ftp://carrier.example", pigeons = 3, template = 5 }),
            CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        var errors = problem.GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(
            ["settings.account", "settings.window", "settings.tls", "settings.api", "settings.address", "settings.pigeons", "settings.template", "settings.token"],
            ignoreOrder: true);
        errors.GetProperty("settings.window")[0].GetString().ShouldBe("Give a number from 1 to 100.");
    }

    [Fact]
    public async Task A_value_sets_null_clears_and_what_is_left_out_stays()
    {
        var made = await CreateAsync(new { account = " AC1 ", token = Secret, extraToken = "x", window = 5 });
        made.SecretsSet.ShouldBe(["extraToken", "token"]);
        made.Settings["account"].GetString().ShouldBe("AC1");

        var changed = await ChangeAsync(made, new { settings = new { window = (int?)null, api = "sms", extraToken = "" } });
        changed.SecretsSet.ShouldBe(["token"]);
        changed.Settings.Keys.ShouldBe(["account", "api"], ignoreOrder: true);
        changed.HookAddress.ShouldBe($"https://sms.example.com/chasqui/hooks/sample/{made.Id.Value}");
        (await Client.ReadAsync<Provider>($"/api/v1/providers/{made.Id.Value}", CancellationToken)).Settings.Keys.ShouldBe(changed.Settings.Keys);

        var problem = await Client.PatchAsync($"/api/v1/providers/{made.Id.Value}", new { settings = new { token = (string?)null } }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        problem.GetProperty("errors").TryGetProperty("settings.token", out _).ShouldBeTrue();
        (await AccountAsync(made)).Text("token").ShouldBe(Secret);
    }

    [Fact]
    public async Task A_secret_reaches_its_kind_and_no_answer_no_table_and_no_log()
    {
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        await ChangeAsync(made, new { settings = new { extraToken = Secret + "2" }, name = "Renamed" });
        await Client.PostAsync($"/api/v1/providers/{made.Id.Value}/test", null, CancellationToken).ShouldHaveStatusAsync(HttpStatusCode.OK, CancellationToken);
        _kind.Opened.ShouldContain(account => account.Settings.Text("token") == Secret);

        string[] answers = ["providers", $"providers/{made.Id.Value}", "provider-kinds", "audit", "incidents"];
        foreach (var answer in answers)
            (await Client.GetStringAsync($"/api/v1/{answer}", CancellationToken)).ShouldNotContain(Secret);
        await using var tx = await Server.Database.BeginAcrossUnitsAsync(CancellationToken);
        var tables = await tx.QueryAsync<string>(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'business_unit_id'", null, CancellationToken);
        tables.ShouldContain("audit_entry");
        foreach (var table in tables)
        {
            (await tx.QuerySingleAsync<long>($"SELECT count(*) FROM {table} AS t WHERE strpos(t::text, @secret) > 0", new { secret = Secret }, CancellationToken))
                .ShouldBe(0, table);
        }

        _logs.Lines.ShouldNotBeEmpty();
        _logs.Lines.Where(line => line.Contains(Secret, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ciphertext_put_into_another_provider_s_row_opens_nothing()
    {
        var (one, other) = (await CreateAsync(new { account = "AC1", token = Secret }), await CreateAsync(new { account = "AC2", token = "other" }));
        await ExecuteAsync(
            "UPDATE provider SET secrets = (SELECT secrets FROM provider WHERE id = @one) WHERE id = @other", new { one = one.Id, other = other.Id });
        Server.Service<ProviderAccounts>().Forget(other.Id);
        (await AccountAsync(other)).Text("token").ShouldBeEmpty();
        (await AccountAsync(one)).Text("token").ShouldBe(Secret);
    }

    [Fact]
    public async Task The_keys_are_outside_the_database_for_this_account_alone()
    {
        await CreateAsync(new { account = "AC1", token = Secret });
        var folder = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "data", "keys"));
        folder.GetFiles("key-*.xml").ShouldNotBeEmpty();
        folder.UnixFileMode.ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task An_account_is_found_across_units_and_only_in_its_own()
    {
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        var accounts = Server.Service<ProviderAccounts>();
        var account = await accounts.FindAsync(made.Id, CancellationToken);
        account!.Account.BusinessUnitId.ShouldBe(_unit);
        account.Account.HookAddress!.ToString().ShouldBe(made.HookAddress);
        account.Kind.Name.ShouldBe(SampleKind.Word);
        (await accounts.FindAsync(_unit, made.Id, CancellationToken)).ShouldNotBeNull();
        (await accounts.FindAsync(new BusinessUnitId(Guid.CreateVersion7()), made.Id, CancellationToken)).ShouldBeNull();
        (await accounts.FindAsync(Id.New<ProviderId>(Server.Clock), CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_is_opened_again_when_the_settings_change_and_only_then()
    {
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        var connections = Server.Service<ProviderConnections>();
        var first = await connections.GetAsync(_unit, made.Id, CancellationToken);
        await ChangeAsync(made, new { name = "Renamed", enabled = false });
        (await connections.GetAsync(_unit, made.Id, CancellationToken)).ShouldBeSameAs(first);
        await ChangeAsync(made, new { settings = new { account = "AC2" } });
        (await connections.GetAsync(_unit, made.Id, CancellationToken)).ShouldNotBeSameAs(first);
        _kind.Opened.Last().Settings.Text("account").ShouldBe("AC2");
    }

    [Fact]
    public async Task A_test_says_what_answered_and_remembers_the_balance()
    {
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        made.Health.State.ShouldBe(HealthState.Unknown);
        var good = await TestAsync(made);
        good.ShouldBe(new ProviderTest { Works = true, Sentence = "Good morning.", Balance = "12.34 EUR" });
        var health = (await Client.ReadAsync<Provider>($"/api/v1/providers/{made.Id.Value}", CancellationToken)).Health;
        health.ShouldSatisfyAllConditions(
            () => health.State.ShouldBe(HealthState.Healthy), () => health.Balance.ShouldBe("12.34 EUR"), () => health.CheckedAt.ShouldNotBeNull());

        _kind.Answer = _ => Task.FromResult(new AccountCheck(false, "The token is wrong."));
        (await TestAsync(made)).Works.ShouldBeFalse();
        health = (await Client.ReadAsync<Provider>($"/api/v1/providers/{made.Id.Value}", CancellationToken)).Health;
        (health.State, health.Sentence).ShouldBe((HealthState.Down, "The token is wrong."));

        _kind.Answer = _ => throw new InvalidOperationException("a fault of ours");
        (await TestAsync(made)).Sentence.ShouldContain("log");
    }

    [Fact]
    public async Task A_provider_is_paused_and_resumed_by_hand_and_a_good_test_does_not_resume_it()
    {
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        made.Paused.ShouldBeNull();
        var paused = await PostAsync<Provider>(made, "pause");
        paused.Paused!.Code.ShouldBe(ProviderPause.ByHand);
        paused.Paused.Sentence.ShouldBe("Paused by Test.");
        paused.Paused.Until.ShouldBeNull();
        paused.Health.State.ShouldBe(HealthState.Paused);
        await TestAsync(made);
        (await Client.ReadAsync<Provider>($"/api/v1/providers/{made.Id.Value}", CancellationToken)).Paused.ShouldNotBeNull();
        (await PostAsync<Provider>(made, "resume")).Paused.ShouldBeNull();
    }

    [Fact]
    public async Task A_provider_goes_when_nobody_uses_it()
    {
        var standing = await CreateAsync(new { account = "AC0", token = Secret });
        var made = await CreateAsync(new { account = "AC1", token = Secret });
        await Client.DeleteAsync($"/api/v1/providers/{standing.Id.Value}", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "defaultNeeded", CancellationToken);
        var sender = await new Seed(Server.Database, Server.Clock, _unit).SenderAsync(CancellationToken, made.Id);
        await Client.DeleteAsync($"/api/v1/providers/{made.Id.Value}", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "providerInUse", CancellationToken);
        await ExecuteAsync("DELETE FROM sender WHERE id = @id", new { id = sender });
        await Client.DeleteAsync($"/api/v1/providers/{made.Id.Value}", CancellationToken).ShouldHaveStatusAsync(HttpStatusCode.NoContent, CancellationToken);
        await Client.GetAsync($"/api/v1/providers/{made.Id.Value}", CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", CancellationToken);
        (await Server.Service<ProviderAccounts>().FindAsync(made.Id, CancellationToken)).ShouldBeNull();
    }

    private static object New(object settings) => new { name = $"Sample {Guid.CreateVersion7()}", kind = SampleKind.Word, settings };

    private async Task<Provider> CreateAsync(object settings) =>
        await Client.PostAsync("/api/v1/providers", New(settings), CancellationToken).ShouldBeAsync<Provider>(HttpStatusCode.Created, CancellationToken);

    private async Task<Provider> ChangeAsync(Provider provider, object body) =>
        await Client.PatchAsync($"/api/v1/providers/{provider.Id.Value}", body, CancellationToken).ShouldBeAsync<Provider>(HttpStatusCode.OK, CancellationToken);

    private Task<ProviderTest> TestAsync(Provider provider) => PostAsync<ProviderTest>(provider, "test");

    private async Task<T> PostAsync<T>(Provider provider, string verb) =>
        await Client.PostAsync($"/api/v1/providers/{provider.Id.Value}/{verb}", null, CancellationToken).ShouldBeAsync<T>(HttpStatusCode.OK, CancellationToken);

    private async Task<ProviderSettings> AccountAsync(Provider provider) =>
        (await Server.Service<ProviderAccounts>().FindAsync(provider.Id, CancellationToken))!.Account.Settings;

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var tx = await Server.Database.BeginAcrossUnitsAsync(CancellationToken);
        await tx.ExecuteAsync(sql, parameters, CancellationToken);
        await tx.CommitAsync(CancellationToken);
    }

    /// <summary>Every line any part of the server logs, at every level.</summary>
    private sealed class RecordedLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() => Lines.Clear();
    }
}
