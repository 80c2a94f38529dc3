using System.Collections.Concurrent;
using System.Net.WebSockets;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Live;

/// <summary>Two nodes on one database and browsers at both, over real sockets.</summary>
public sealed class LiveHubTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string UnitSql = "SELECT id FROM business_unit";

    private const string RowsSql =
        """
        WITH list AS (
            INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @id, 'dialer', 'x') RETURNING id
        ), provider AS (
            INSERT INTO provider (business_unit_id, id, name, kind, created_at) VALUES (@unit, @id, @name, 'simulator', now()) RETURNING id
        ), sender AS (
            INSERT INTO sender (business_unit_id, id, provider_id, kind, address, created_at)
            SELECT @unit, @id, id, 'longCode', @name, now() FROM provider RETURNING id
        ), dialer AS (
            INSERT INTO dialer (business_unit_id, id, name, sender_id, dnc_list_id, created_at)
            SELECT @unit, @id, 'dialer', sender.id, list.id, now() FROM sender, list RETURNING id
        )
        INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, state, created_at, heartbeat_at)
        SELECT @unit, @id, 'messages', id, 'x.csv', 'receiving', now(), now() FROM dialer
        """;

    private const string ShareDialerSql =
        """
        WITH shared AS (
            INSERT INTO security_group (business_unit_id, id, name) VALUES (@unit, @group_id, 'group') RETURNING id
        ), who AS (
            INSERT INTO security_group_user (business_unit_id, group_id, user_id) SELECT @unit, id, @user_id FROM shared
        )
        INSERT INTO security_group_dialer (business_unit_id, group_id, dialer_id) SELECT @unit, id, @dialer_id FROM shared
        """;

    private readonly ConcurrentQueue<UserId> _touched = new();
    private TestServer _one = null!;
    private TestServer _two = null!;
    private BusinessUnitId _unit;
    private BusinessUnitId _otherUnit;
    private int _users;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var connectionString = await TemplateDatabase.CopyAsync(postgres, cancellationToken);
        _one = await StartAsync(connectionString, cancellationToken);
        _two = await StartAsync(connectionString, cancellationToken);
        await using var tx = await _one.Database.BeginAcrossUnitsAsync(cancellationToken);
        _unit = await tx.QuerySingleAsync<BusinessUnitId>(UnitSql, null, cancellationToken);
        _otherUnit = await _one.Service<BusinessUnits>().CreateAsync(tx, "Other", "AR", "America/Argentina/Buenos_Aires", "es", cancellationToken);
        await tx.CommitAsync(cancellationToken);
        await Task.WhenAll(_one.Service<NodeChannel>().Listening, _two.Service<NodeChannel>().Listening).WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task A_user_hears_of_their_own_inbox_and_nobody_else_s_at_every_node()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        var luis = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        await using var anaHere = await ConnectAsync(_one, ana, cancellationToken);
        await using var anaThere = await ConnectAsync(_two, ana, cancellationToken);
        await using var luisHere = await ConnectAsync(_one, luis, cancellationToken);

        await PublishAsync(_one, cancellationToken, new InboxChanged(_unit, ana.Id));
        await PublishAsync(_one, cancellationToken, new InboxChanged(_unit, luis.Id));

        (await anaHere.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
        (await anaThere.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
        await PublishAsync(_one, cancellationToken, new AgentChanged(_unit, luis.Id));
        (await luisHere.UntilAsync($"AgentChanged({luis.Id.Value})", cancellationToken)).ShouldBe(["InboxChanged()"]);
    }

    [Fact]
    public async Task What_is_rolled_back_is_never_told()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        await using var browser = await ConnectAsync(_one, ana, cancellationToken);

        await using (var tx = await _one.Database.BeginAsync(_unit, cancellationToken))
            tx.Publish(new InboxChanged(_unit, ana.Id));
        await PublishAsync(_one, cancellationToken, new AgentChanged(_unit, ana.Id));

        (await browser.UntilAsync($"AgentChanged({ana.Id.Value})", cancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Equal_changes_within_a_moment_are_told_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        await using var browser = await ConnectAsync(_one, ana, cancellationToken);

        await PublishAsync(_one, cancellationToken, [.. Enumerable.Range(0, 5_000).Select(_ => new InboxChanged(_unit, ana.Id))]);
        await PublishAsync(_one, cancellationToken, new AgentChanged(_unit, ana.Id));

        (await browser.UntilAsync($"AgentChanged({ana.Id.Value})", cancellationToken)).Count.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task Supervisors_hear_of_agents_and_queues_of_their_unit_and_agents_only_of_themselves()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var sofia = await SignInAsync(_unit, DefaultRoles.Supervisor, cancellationToken);
        var foreigner = await SignInAsync(_otherUnit, DefaultRoles.Supervisor, cancellationToken);
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        var queue = Id.New<QueueId>(TimeProvider.System);
        await using var supervisor = await ConnectAsync(_two, sofia, cancellationToken);
        await using var other = await ConnectAsync(_one, foreigner, cancellationToken);
        await using var agent = await ConnectAsync(_one, ana, cancellationToken);

        await PublishAsync(_one, cancellationToken, new AgentChanged(_unit, sofia.Id));
        await PublishAsync(_one, cancellationToken, new QueueChanged(_unit, queue));

        (await supervisor.UntilAsync($"QueueChanged({queue.Value})", cancellationToken)).ShouldContain($"AgentChanged({sofia.Id.Value})");
        await PublishAsync(_one, cancellationToken, new InboxChanged(_otherUnit, foreigner.Id), new InboxChanged(_unit, ana.Id));
        (await other.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
        (await agent.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
    }

    [Fact]
    public async Task Watching_a_dialer_takes_the_permission_the_unit_and_the_security_group()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var dialer = await CreateDialerAsync(_unit, cancellationToken);
        var admin = await SignInAsync(_unit, DefaultRoles.Administrator, cancellationToken);
        var foreigner = await SignInAsync(_otherUnit, DefaultRoles.Administrator, cancellationToken);
        var agent = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        await using var allowed = await ConnectAsync(_one, admin, cancellationToken);
        await using var foreign = await ConnectAsync(_one, foreigner, cancellationToken);
        await using var unpermitted = await ConnectAsync(_one, agent, cancellationToken);

        (await allowed.WatchAsync("WatchDialer", dialer.Value, cancellationToken)).ShouldBeTrue();
        (await foreign.WatchAsync("WatchDialer", dialer.Value, cancellationToken)).ShouldBeFalse();
        (await unpermitted.WatchAsync("WatchDialer", dialer.Value, cancellationToken)).ShouldBeFalse();
        (await allowed.WatchAsync("WatchImport", dialer.Value, cancellationToken)).ShouldBeTrue();
        (await foreign.WatchAsync("WatchImport", dialer.Value, cancellationToken)).ShouldBeFalse();
        (await unpermitted.WatchAsync("WatchImport", dialer.Value, cancellationToken)).ShouldBeFalse();

        await PublishAsync(_two, cancellationToken, new ImportChanged(_unit, new ImportId(dialer.Value)));
        (await allowed.NextAsync(cancellationToken)).ShouldBe($"ImportChanged({dialer.Value})");
        await allowed.CallAsync("UnwatchImport", cancellationToken, dialer.Value);
        await PublishAsync(_two, cancellationToken, new ImportChanged(_unit, new ImportId(dialer.Value)));
        await PublishAsync(_two, cancellationToken, new InboxChanged(_unit, admin.Id));
        (await allowed.UntilAsync("InboxChanged()", cancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_sees_only_some_dialers_may_watch_those()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var seen = await CreateDialerAsync(_unit, cancellationToken);
        var user = await SignInAsync(_unit, "Dialer viewer", cancellationToken, Permission.ViewDialers);
        await using var browser = await ConnectAsync(_one, user, cancellationToken);
        (await browser.WatchAsync("WatchDialer", seen.Value, cancellationToken)).ShouldBeFalse();

        await using (var tx = await _one.Database.BeginAsync(_unit, cancellationToken))
        {
            var share = new { unit = _unit, group_id = Guid.CreateVersion7(), user_id = user.Id, dialer_id = seen };
            await tx.ExecuteAsync(ShareDialerSql, share, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        (await browser.WatchAsync("WatchDialer", seen.Value, cancellationToken)).ShouldBeTrue();
        (await browser.WatchAsync("WatchImport", seen.Value, cancellationToken)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_handset_is_watched_with_its_permission_only_and_its_number_is_checked()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var allowed = await ConnectAsync(_one, await SignInAsync(_unit, DefaultRoles.Administrator, cancellationToken), cancellationToken);
        await using var unpermitted = await ConnectAsync(
            _one, await SignInAsync(_unit, "Nothing", cancellationToken, Permission.ViewMessages), cancellationToken);

        (await unpermitted.WatchAsync("WatchHandset", "+59899123456", cancellationToken)).ShouldBeFalse();
        (await allowed.WatchAsync("WatchHandset", "not a number", cancellationToken)).ShouldBeFalse();
        (await allowed.WatchAsync("WatchHandset", "+598 99 123 456", cancellationToken)).ShouldBeTrue();
        await PublishAsync(_one, cancellationToken, new HandsetChanged(_unit, "+59899123456"));
        (await allowed.NextAsync(cancellationToken)).ShouldBe("HandsetChanged(+59899123456)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_socket_of_an_ended_session_is_closed_within_five_seconds(bool told)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        var sameUser = await SignInAgainAsync(ana, cancellationToken);
        await using var ended = await ConnectAsync(_one, ana, cancellationToken);
        await using var kept = await ConnectAsync(_one, sameUser, cancellationToken);
        var start = TimeProvider.System.GetTimestamp();

        if (told)
            await _two.Service<Sessions>().EndAsync(ana.Token, cancellationToken);
        else
            await ExecuteAsync("DELETE FROM session WHERE token_hash = @hash", new { hash = SecretToken.Hash(ana.Token) }, cancellationToken);

        (await ended.NextAsync(cancellationToken)).ShouldBe("SignedOut()");
        await ended.Closed.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
        TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(told ? 3 : 7)); // the promise is five; a busy machine gets two more
        await PublishAsync(_one, cancellationToken, new InboxChanged(_unit, ana.Id));
        (await kept.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
    }

    [Fact]
    public async Task A_socket_is_closed_when_what_its_user_may_do_changes()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var user = await SignInAsync(_unit, "Changing", cancellationToken, Permission.ViewDialers);
        await using var browser = await ConnectAsync(_one, user, cancellationToken);

        await ExecuteAsync("UPDATE role SET permissions = ARRAY['viewMessages'] WHERE name = 'Changing'", null, cancellationToken);

        await browser.Closed.WaitAsync(TimeSpan.FromSeconds(7), cancellationToken);
    }

    [Fact]
    public async Task An_agent_is_vouched_for_once_however_many_tabs_and_others_are_not()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        var viewer = await SignInAsync(_unit, "Viewer", cancellationToken, Permission.ViewMessages);
        await using var tab = await ConnectAsync(_one, ana, cancellationToken);
        await using var otherTab = await ConnectAsync(_one, ana, cancellationToken);
        await using var bystander = await ConnectAsync(_one, viewer, cancellationToken);
        await Poll.UntilAsync(() => Task.FromResult(_touched.Count), count => count >= 2, TimeSpan.FromSeconds(5), cancellationToken);

        await Poll.UntilAsync(() => Task.FromResult(_touched.Count), count => count >= 4, TimeSpan.FromSeconds(12), cancellationToken);

        _touched.ShouldAllBe(user => user == ana.Id); // 2 when the tabs connected, then 1 with each beat
        _touched.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Nobody_connects_without_a_session_or_from_another_site()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);

        await Should.ThrowAsync<WebSocketException>(() => LiveDriver.ConnectAsync(_one.Address, null, null, cancellationToken));
        await Should.ThrowAsync<WebSocketException>(() => LiveDriver.ConnectAsync(_one.Address, ana.Cookie, "https://evil.example", cancellationToken));
        await using var own = await LiveDriver.ConnectAsync(_one.Address, ana.Cookie, _one.Address.GetLeftPart(UriPartial.Authority), cancellationToken);
        own.Closed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_browser_is_offered_WebSockets_and_nothing_else()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        var client = await _one.ClientAsync(_unit, ana.Id, cancellationToken);

        var answer = await client.PostAsync("/live/negotiate?negotiateVersion=1", null as object, cancellationToken);

        await answer.ShouldHaveStatusAsync(System.Net.HttpStatusCode.OK, cancellationToken);
        using var offer = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        offer.RootElement.GetProperty("availableTransports").EnumerateArray().ShouldHaveSingleItem().GetProperty("transport").GetString().ShouldBe("WebSockets");
        await (await _one.Client().PostAsync("/live/negotiate?negotiateVersion=1", null as object, cancellationToken))
            .ShouldBeProblemAsync(System.Net.HttpStatusCode.Unauthorized, "signInRequired", cancellationToken);
    }

    [Fact]
    public async Task A_wake_up_reaches_the_workers_of_the_other_node()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var woken = _two.Service<WakeUps>().NextAsync(WakeTopic.Outbox);

        await using var tx = await _one.Database.BeginAsync(_unit, cancellationToken);
        tx.Wake(WakeTopic.Outbox);
        await tx.CommitAsync(cancellationToken);

        await woken.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
    }

    [Fact]
    public async Task After_the_nodes_lost_each_other_browsers_reconnect_and_workers_look()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ana = await SignInAsync(_unit, DefaultRoles.Agent, cancellationToken);
        await using var browser = await ConnectAsync(_two, ana, cancellationToken);
        var woken = _two.Service<WakeUps>().NextAsync(WakeTopic.Routing);

        await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN chasqui' AND datname = current_database()", null, cancellationToken);

        await browser.Closed.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        await woken.WaitAsync(TimeSpan.FromSeconds(5), cancellationToken);
        await using var again = await ConnectAsync(_two, ana, cancellationToken);
        await PublishAsync(_one, cancellationToken, new InboxChanged(_unit, ana.Id));
        (await again.NextAsync(cancellationToken)).ShouldBe("InboxChanged()");
    }

    private static async Task PublishAsync(TestServer node, CancellationToken cancellationToken, params LiveEvent[] events)
    {
        await using var tx = await node.Database.BeginAsync(events[0].BusinessUnitId, cancellationToken);
        foreach (var live in events)
            tx.Publish(live);
        await tx.CommitAsync(cancellationToken);
    }

    private static Task<LiveDriver> ConnectAsync(TestServer node, SignedIn user, CancellationToken cancellationToken) =>
        LiveDriver.ConnectAsync(node.Address, user.Cookie, null, cancellationToken);

    private async Task<DialerId> CreateDialerAsync(BusinessUnitId unit, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync(RowsSql, new { unit, id, name = id.ToString() }, cancellationToken);
        return new DialerId(id);
    }

    private async Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var connection = new Npgsql.NpgsqlConnection(_one.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Dapper.SqlMapper.ExecuteAsync(connection, new Dapper.CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    private async Task<SignedIn> SignInAsync(BusinessUnitId unit, string role, CancellationToken cancellationToken, params Permission[] permissions)
    {
        var number = Interlocked.Increment(ref _users);
        await using var tx = await _one.Database.BeginAsync(unit, cancellationToken);
        if (permissions.Length > 0)
            await tx.ExecuteAsync(
                "INSERT INTO role (business_unit_id, id, name, permissions) VALUES (@unit, @id, @role, @permissions)",
                new { unit, id = Guid.CreateVersion7(), role, permissions = permissions.Select(Hosting.Words.Camel).ToArray() }, cancellationToken);
        var roleId = await BusinessUnits.RoleAsync(tx, unit, role, cancellationToken);
        var user = new NewUser { Email = $"live{number}@test.example", Name = $"Live {number}", PasswordHash = null, RoleIds = [roleId] };
        var id = (await _one.Service<Users>().AddAsync(tx, unit, user, cancellationToken))!.Value;
        var token = await _one.Service<Sessions>().CreateAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return new SignedIn(unit, id, token);
    }

    private async Task<SignedIn> SignInAgainAsync(SignedIn user, CancellationToken cancellationToken)
    {
        await using var tx = await _one.Database.BeginAsync(user.Unit, cancellationToken);
        var token = await _one.Service<Sessions>().CreateAsync(tx, user.Unit, user.Id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return user with { Token = token };
    }

    private Task<TestServer> StartAsync(string connectionString, CancellationToken cancellationToken) => TestServer.StartAsync(
        connectionString, settings: null, clock: null,
        builder => builder.Services.AddSingleton<IAgentPresence>(new Presence(_touched)),
        cancellationToken);

    private sealed record SignedIn(BusinessUnitId Unit, UserId Id, string Token)
    {
        public string Cookie => $"chasqui={Token}";
    }

    private sealed class Presence(ConcurrentQueue<UserId> touched) : IAgentPresence
    {
        public Task TouchAsync(BusinessUnitId businessUnitId, UserId userId, CancellationToken cancellationToken)
        {
            touched.Enqueue(userId);
            return Task.CompletedTask;
        }
    }
}
