using System.Net;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Accounts;

public sealed class UsersTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_made_changed_and_found()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var agent = (await RolesAsync(client)).Single(role => role.Name == DefaultRoles.Agent);
        var group = await client.PostAsync("/api/v1/security-groups", new CreateSecurityGroup { Name = "North" }, CancellationToken)
            .ShouldBeAsync<SecurityGroup>(HttpStatusCode.Created, CancellationToken);

        var made = await client.PostAsync(
            "/api/v1/users", New(" Rosa@Test.Example ") with { RoleIds = [agent.Id], GroupIds = [group.Id] }, CancellationToken)
            .ShouldBeAsync<User>(HttpStatusCode.Created, CancellationToken);
        made.Email.ShouldBe("rosa@test.example");
        made.Roles.ShouldBe([new Named(agent.Id.Value, agent.Name)]);
        made.Groups.ShouldBe([new Named(group.Id.Value, "North")]);
        made.MaxInteractions.ShouldBe(3);

        var changed = await client.PatchAsync(
            $"/api/v1/users/{made.Id.Value}", new ChangeUser { Name = "Rosa Q", MaxInteractions = 7, GroupIds = [] }, CancellationToken)
            .ShouldBeAsync<User>(HttpStatusCode.OK, CancellationToken);
        changed.ShouldSatisfyAllConditions(
            () => changed.Name.ShouldBe("Rosa Q"), () => changed.MaxInteractions.ShouldBe(7), () => changed.Groups.ShouldBeEmpty(),
            () => changed.Email.ShouldBe(made.Email), () => changed.Roles.Count.ShouldBe(1));
        (await client.ReadAsync<User>($"/api/v1/users/{made.Id.Value}", CancellationToken)).Name.ShouldBe("Rosa Q");

        var audit = await client.ReadAsync<Page<AuditEntry>>("/api/v1/audit?limit=2", CancellationToken);
        audit.Items.Select(entry => entry.Action).ShouldBe(["user.change", "user.create"]);
        audit.Items[0].Details.GetProperty("members").EnumerateArray().Select(member => member.GetString())
            .ShouldBe(["name", "groupIds", "maxInteractions"]);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var body = New("no address") with
        {
            Name = " ",
            Password = "short",
            Language = "Español",
            MaxInteractions = 0,
            RefusalTimeoutSeconds = 5,
        };
        var problem = await client.PostAsync("/api/v1/users", body, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name)
            .ShouldBe(["email", "name", "password", "language", "maxInteractions", "refusalTimeoutSeconds"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_sign_in_belongs_to_one_user_in_the_whole_installation()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var other = await server.CreateUserAsync(DefaultRoles.Agent, server.OtherUnit, password: null, CancellationToken);
        await client.PostAsync("/api/v1/users", New(other.Email), CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "emailTaken", CancellationToken);
        var own = await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        await client.PatchAsync($"/api/v1/users/{own.Id.Value}", new ChangeUser { Email = other.Email }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "emailTaken", CancellationToken);
    }

    [Fact]
    public async Task Nobody_locks_themselves_out()
    {
        var user = await server.CreateUserAsync(DefaultRoles.Administrator, CancellationToken);
        var client = await server.ClientAsync(user, CancellationToken);
        var address = $"/api/v1/users/{user.Id.Value}";
        await client.PatchAsync(address, new ChangeUser { Enabled = false }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "ownAccount", CancellationToken);
        await client.PatchAsync(address, new ChangeUser { RoleIds = [] }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "ownRights", CancellationToken);
        await client.PatchAsync(address, new ChangeUser { Password = "una frase larga" }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "ownPassword", CancellationToken);
        var administrator = (await RolesAsync(client)).Single(role => role.Name == DefaultRoles.Administrator);
        await client.PatchAsync(
            $"/api/v1/roles/{administrator.Id.Value}", new ChangeRole { Permissions = [Permission.ManageDnc] }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "ownRights", CancellationToken);
        (await client.GetAsync("/api/v1/users", CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_manages_users_cannot_make_more_of_anyone_than_they_are()
    {
        var administrator = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var target = await server.CreateUserAsync(DefaultRoles.Administrator, CancellationToken);
        var role = await administrator.PostAsync(
            "/api/v1/roles", new CreateRole { Name = "Front desk", Permissions = [Permission.ManageUsers] }, CancellationToken)
            .ShouldBeAsync<Role>(HttpStatusCode.Created, CancellationToken);
        var desk = await server.CreateUserAsync("Front desk", CancellationToken);
        var client = await server.ClientAsync(desk, CancellationToken);
        var powerful = (await RolesAsync(client)).Single(each => each.Name == DefaultRoles.Administrator);

        HttpResponseMessage[] refused =
        [
            await client.PatchAsync($"/api/v1/users/{desk.Id.Value}", new ChangeUser { RoleIds = [powerful.Id] }, CancellationToken),
            await client.PatchAsync($"/api/v1/users/{target.Id.Value}", new ChangeUser { Password = "una frase larga" }, CancellationToken),
            await client.PostAsync("/api/v1/users", New("sneaky@test.example") with { RoleIds = [powerful.Id] }, CancellationToken),
            await client.PatchAsync(
                $"/api/v1/roles/{role.Id.Value}", new ChangeRole { Permissions = Enum.GetValues<Permission>() }, CancellationToken),
            await client.PostAsync(
                "/api/v1/roles", new CreateRole { Name = "Mine", Permissions = [Permission.ManageApiKeys] }, CancellationToken),
        ];
        foreach (var response in refused)
            await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "grantTooMuch", CancellationToken);
    }

    [Fact]
    public async Task A_group_holds_users_queues_and_dialers_of_its_own_business_unit_only()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        var user = await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        var stranger = await server.CreateUserAsync(DefaultRoles.Agent, server.OtherUnit, password: null, CancellationToken);
        var queue = await server.Seed.QueueAsync(CancellationToken);
        var dialer = await server.Seed.DialerAsync(await server.Seed.SenderAsync(CancellationToken), CancellationToken);
        var strangeQueue = await server.OtherSeed.QueueAsync(CancellationToken);

        var group = await client.PostAsync(
            "/api/v1/security-groups",
            new CreateSecurityGroup { Name = "South", UserIds = [user.Id], QueueIds = [queue], DialerIds = [dialer] }, CancellationToken)
            .ShouldBeAsync<SecurityGroup>(HttpStatusCode.Created, CancellationToken);
        group.ShouldSatisfyAllConditions(
            () => group.UserIds.ShouldBe([user.Id]), () => group.QueueIds.ShouldBe([queue]), () => group.DialerIds.ShouldBe([dialer]));

        var address = $"/api/v1/security-groups/{group.Id.Value}";
        var problem = await client.PatchAsync(
            address, new ChangeSecurityGroup { UserIds = [stranger.Id], QueueIds = [strangeQueue] }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", CancellationToken);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["userIds", "queueIds"], ignoreOrder: true);
        await client.PostAsync("/api/v1/security-groups", new CreateSecurityGroup { Name = "South" }, CancellationToken)
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "nameTaken", CancellationToken);

        var emptied = await client.PatchAsync(address, new ChangeSecurityGroup { UserIds = [] }, CancellationToken)
            .ShouldBeAsync<SecurityGroup>(HttpStatusCode.OK, CancellationToken);
        emptied.UserIds.ShouldBeEmpty();
        emptied.QueueIds.ShouldBe([queue]);
        (await client.DeleteAsync(address, CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync(address, CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_come_page_by_page_without_gap_or_repetition()
    {
        var client = await server.ClientAsync(DefaultRoles.Administrator, CancellationToken);
        for (var count = 0; count < 5; count++)
            await server.CreateUserAsync(DefaultRoles.Agent, CancellationToken);
        var whole = (await client.ReadAsync<Page<User>>("/api/v1/users", CancellationToken)).Items.Select(user => user.Id).ToList();

        var paged = new List<UserId>();
        Guid? after = null;
        do
        {
            var page = await client.ReadAsync<Page<User>>(
                "/api/v1/users?limit=2" + (after is null ? "" : $"&after={after}"), CancellationToken);
            paged.AddRange(page.Items.Select(user => user.Id));
            after = page.Next;
        }
        while (after is not null);
        paged.ShouldBe(whole);
    }

    private static async Task<IReadOnlyList<Role>> RolesAsync(HttpClient client) =>
        (await client.ReadAsync<Page<Role>>("/api/v1/roles", CancellationToken)).Items;

    private static CreateUser New(string email) => new() { Email = email, Name = "Rosa", Password = "una frase larga", RoleIds = [] };
}
