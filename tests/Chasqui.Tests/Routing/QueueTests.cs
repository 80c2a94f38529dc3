using System.Net;
using Chasqui.Accounts;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Routing;

public sealed class QueueTests(ServerFixture server) : RoutingTest(server)
{
    [Fact]
    public async Task A_name_is_enough_for_a_queue_that_works()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "sales-1" });
        queue.Enabled.ShouldBeTrue();
        queue.Open.ShouldBeTrue();
        queue.Eligibility.ShouldBe("nocall");
        queue.Distribution.ShouldBe("rrmemory");
        queue.MaxInteractions.ShouldBe(3);
        queue.Schedule.ShouldBeEmpty();
        (await client.ReadAsync<Queue>($"/api/v1/queues/{queue.Id.Value}", Cancellation)).Name.ShouldBe("sales-1");
        (await client.ReadAsync<Page<Queue>>("/api/v1/queues", Cancellation)).Items.ShouldContain(item => item.Id == queue.Id);
    }

    [Fact]
    public async Task Everything_of_it_can_be_changed_and_what_is_not_named_stays()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "hours", OutOfHoursMessage = "Closed", TimeZone = "Europe/Madrid" });
        var friday = new ScheduleRow { Days = [Weekday.Friday], From = new TimeOnly(9, 0), To = new TimeOnly(18, 0) };
        var changed = await ChangeAsync(client, queue.Id, new UpdateQueue { Schedule = [friday], WrapUpSeconds = 30, Enabled = false });
        changed.Schedule.ShouldHaveSingleItem().From.ShouldBe(new TimeOnly(9, 0));
        changed.WrapUpSeconds.ShouldBe(30);
        changed.OutOfHoursMessage.ShouldBe("Closed");
        changed.TimeZone.ShouldBe("Europe/Madrid");
        changed.Open.ShouldBeFalse();

        var cleared = await ChangeAsync(client, queue.Id, new UpdateQueue { OutOfHoursMessage = "", TimeZone = "", Schedule = [] });
        cleared.OutOfHoursMessage.ShouldBeNull();
        cleared.TimeZone.ShouldBeNull();
        cleared.Schedule.ShouldBeEmpty();
        cleared.WrapUpSeconds.ShouldBe(30);
    }

    [Fact]
    public async Task Hours_are_written_as_on_a_door()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var body = """{"name":"door","schedule":[{"days":["monday","sunday"],"from":"09:00","to":"18:30"}]}""";
        var answer = await client.PostAsync("/api/v1/queues", new StringContent(body, null, "application/json"), Cancellation);
        await answer.ShouldHaveStatusAsync(HttpStatusCode.Created, Cancellation);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain(
            """{"days":["monday","sunday"],"from":"09:00","to":"18:30"}""");
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var wrong = new CreateQueue
        {
            Name = "no blanks",
            MaxInteractions = 0,
            TimeZone = "Mars/Olympus",
            Distribution = "wrandom",
            Eligibility = "incall",
            WrapUpSeconds = -1,
        };
        var problem = await (await client.PostAsync("/api/v1/queues", wrong, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["name", "maxInteractions", "timeZone", "distribution", "eligibility", "wrapUpSeconds"], ignoreOrder: true);
    }

    [Fact]
    public async Task Two_queues_never_share_a_name()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "twin" });
        await (await client.PostAsync("/api/v1/queues", new CreateQueue { Name = "TWIN" }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", Cancellation);
        var other = await CreateAsync(client, new CreateQueue { Name = "other-twin" });
        await (await client.PatchAsync($"/api/v1/queues/{other.Id.Value}", new UpdateQueue { Name = "Twin" }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", Cancellation);
        (await ChangeAsync(client, queue.Id, new UpdateQueue { Name = "Twin" })).Name.ShouldBe("Twin");
    }

    [Fact]
    public async Task Members_are_replaced_and_keep_their_order()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "members" });
        TestUser[] users = [await UserAsync(), await UserAsync(), await UserAsync()];
        (await SetMembersAsync(client, queue.Id, users[2], users[0])).ShouldBe([users[2].Id, users[0].Id]);
        (await SetMembersAsync(client, queue.Id, users[0], users[1])).ShouldBe([users[0].Id, users[1].Id]);
        (await client.ReadAsync<Queue>($"/api/v1/queues/{queue.Id.Value}", Cancellation)).MemberCount.ShouldBe(2);
    }

    [Fact]
    public async Task Several_agents_go_into_several_queues_in_one_go_and_out_again()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        Queue[] queues =
        [
            await CreateAsync(client, new CreateQueue { Name = "many-1" }),
            await CreateAsync(client, new CreateQueue { Name = "many-2" }),
        ];
        TestUser[] users = [await UserAsync(), await UserAsync()];
        var change = new ChangeMembers
        {
            QueueIds = [.. queues.Select(queue => queue.Id)],
            UserIds = [.. users.Select(user => user.Id)],
            Action = MembersAction.Add,
        };
        for (var time = 0; time < 2; time++)
            await (await client.PostAsync("/api/v1/queues/members", change, Cancellation)).ShouldHaveStatusAsync(
                HttpStatusCode.NoContent, Cancellation);
        foreach (var queue in queues)
            (await MembersAsync(client, queue.Id)).ShouldBe(users.Select(user => user.Id), ignoreOrder: true);

        var remove = change with { UserIds = [users[0].Id], Action = MembersAction.Remove };
        await (await client.PostAsync("/api/v1/queues/members", remove, Cancellation)).ShouldHaveStatusAsync(
            HttpStatusCode.NoContent, Cancellation);
        foreach (var queue in queues)
            (await MembersAsync(client, queue.Id)).ShouldBe([users[1].Id]);
    }

    [Fact]
    public async Task A_member_must_be_a_user_of_this_business_unit()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "strangers" });
        var stranger = await Server.CreateUserAsync(DefaultRoles.Agent, Server.OtherUnit, password: null, Cancellation);
        var answer = await client.PutAsync(
            $"/api/v1/queues/{queue.Id.Value}/members", new SetQueueMembers { UserIds = [stranger.Id] }, Cancellation);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancellation);
    }

    [Fact]
    public async Task Dispositions_are_set_in_order_and_come_back_under_their_own_id()
    {
        var client = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(client, new CreateQueue { Name = "endings" });
        var address = $"/api/v1/queues/{queue.Id.Value}/dispositions";
        var first = await SetDispositionsAsync(client, address, "Sold", "Lost");
        first.Select(disposition => disposition.Name).ShouldBe(["Sold", "Lost"]);
        (await SetDispositionsAsync(client, address, "Lost")).ShouldHaveSingleItem().Id.ShouldBe(first[1].Id);
        (await SetDispositionsAsync(client, address, "New", "Sold")).Select(disposition => disposition.Name).ShouldBe(["New", "Sold"]);
        (await client.ReadAsync<IReadOnlyList<Disposition>>(address, Cancellation))[1].Id.ShouldBe(first[0].Id);
    }

    [Fact]
    public async Task Without_a_security_group_an_agent_sees_no_queue_and_with_it_that_one()
    {
        var admin = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(admin, new CreateQueue { Name = "hidden" });
        var user = await UserAsync();
        var client = await Server.ClientAsync(user, Cancellation);
        (await client.ReadAsync<Page<Queue>>("/api/v1/queues", Cancellation)).Items.ShouldBeEmpty();
        await (await client.GetAsync($"/api/v1/queues/{queue.Id.Value}", Cancellation)).ShouldBeProblemAsync(
            HttpStatusCode.NotFound, "notFound", Cancellation);

        await using (var tx = await Server.Database.BeginAsync(Server.BusinessUnit, Cancellation))
        {
            await tx.ExecuteAsync(
                """
                WITH made AS (INSERT INTO security_group (business_unit_id, id, name) VALUES (@unit, @id, 'G') RETURNING id),
                     its_user AS (INSERT INTO security_group_user (business_unit_id, group_id, user_id) SELECT @unit, id, @user FROM made)
                INSERT INTO security_group_queue (business_unit_id, group_id, queue_id) SELECT @unit, id, @queue FROM made
                """,
                new { unit = Server.BusinessUnit, id = Guid.CreateVersion7(Server.Clock.GetUtcNow()), user = user.Id, queue = queue.Id },
                Cancellation);
            await tx.CommitAsync(Cancellation);
        }

        (await client.ReadAsync<Page<Queue>>("/api/v1/queues", Cancellation)).Items.ShouldHaveSingleItem().Id.ShouldBe(queue.Id);
        await (await client.PatchAsync($"/api/v1/queues/{queue.Id.Value}", new UpdateQueue { Enabled = false }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "permissionMissing", Cancellation);
    }

    [Fact]
    public async Task Another_business_unit_s_queue_does_not_exist()
    {
        var admin = await Server.ClientAsync(DefaultRoles.Administrator, Cancellation);
        var queue = await CreateAsync(admin, new CreateQueue { Name = "ours" });
        var stranger = await Server.ClientAsync(
            await Server.CreateUserAsync(DefaultRoles.Administrator, Server.OtherUnit, password: null, Cancellation), Cancellation);
        foreach (var path in new[] { "", "/members", "/dispositions" })
        {
            await (await stranger.GetAsync($"/api/v1/queues/{queue.Id.Value}{path}", Cancellation))
                .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
        }

        await (await stranger.PatchAsync($"/api/v1/queues/{queue.Id.Value}", new UpdateQueue { Enabled = false }, Cancellation))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancellation);
    }

    private Task<TestUser> UserAsync() => Server.CreateUserAsync(DefaultRoles.Agent, Cancellation);

    private static async Task<Queue> CreateAsync(HttpClient client, CreateQueue request) =>
        await (await client.PostAsync("/api/v1/queues", request, Cancellation)).ShouldBeAsync<Queue>(HttpStatusCode.Created, Cancellation);

    private static async Task<Queue> ChangeAsync(HttpClient client, QueueId id, UpdateQueue request) =>
        await (await client.PatchAsync($"/api/v1/queues/{id.Value}", request, Cancellation)).ShouldBeAsync<Queue>(
            HttpStatusCode.OK, Cancellation);

    private static async Task<IEnumerable<UserId>> SetMembersAsync(HttpClient client, QueueId id, params TestUser[] users) =>
        (await (await client.PutAsync(
            $"/api/v1/queues/{id.Value}/members", new SetQueueMembers { UserIds = [.. users.Select(user => user.Id)] }, Cancellation))
            .ShouldBeAsync<QueueMembersList>(HttpStatusCode.OK, Cancellation)).Items.Select(member => member.UserId);

    private static async Task<IEnumerable<UserId>> MembersAsync(HttpClient client, QueueId id) =>
        (await client.ReadAsync<QueueMembersList>(
            $"/api/v1/queues/{id.Value}/members", Cancellation)).Items.Select(member => member.UserId);

    private static async Task<IReadOnlyList<Disposition>> SetDispositionsAsync(HttpClient client, string address, params string[] names) =>
        await (await client.PutAsync(address, new SetDispositions { Names = names }, Cancellation))
            .ShouldBeAsync<IReadOnlyList<Disposition>>(HttpStatusCode.OK, Cancellation);
}
