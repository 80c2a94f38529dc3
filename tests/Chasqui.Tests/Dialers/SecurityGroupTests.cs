using System.Net;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Consent;
using Chasqui.Dialers.Imports;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Routing;
using Chasqui.Support;

namespace Chasqui.Dialers;

/// <summary>A user whose role sees only its groups' objects, in a group with test1.</summary>
public sealed class SecurityGroupTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private const string RoleSql =
        """
        INSERT INTO role (business_unit_id, id, name, permissions)
        VALUES (@business_unit_id, @id, @name, ARRAY['viewDialers', 'runDialers', 'manageDialers', 'manageDnc', 'viewQueues', 'manageQueues'])
        """;

    private const string GroupSql = "INSERT INTO security_group (business_unit_id, id, name) VALUES (@business_unit_id, @id, @name)";
    private const string MemberSql =
        "INSERT INTO security_group_user (business_unit_id, group_id, user_id) VALUES (@business_unit_id, @group_id, @user_id)";

    private const string GrantSql =
        "INSERT INTO security_group_dialer (business_unit_id, group_id, dialer_id) VALUES (@business_unit_id, @group_id, @dialer_id)";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_the_groups_dialers_are_listed_read_run_and_fed()
    {
        var client = await MemberAsync();
        (await client.ReadAsync<Page<Dialer>>("/api/v1/dialers", Cancel)).Items.Select(dialer => dialer.Name).ShouldBe(["test1"]);
        (await client.GetAsync($"/api/v1/dialers/{dialers.Test1.Value}/monitor", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var hidden = $"/api/v1/dialers/{dialers.Campsms.Value}";
        foreach (var path in (string[])["", "/monitor"])
            (await client.GetAsync(hidden + path, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])["/start", "/stop"])
            (await client.PostAsync(hidden + path, null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PatchAsync(hidden, new { enabled = false }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.DeleteAsync($"{hidden}/unprocessed", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])["/imports", "/imports/preview"])
            (await DialersFixture.PostFileAsync(client, hidden + path, new MemoryStream("x"u8.ToArray()), Cancel))
                .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_makes_a_dialer_or_a_queue_sees_it_afterwards_and_so_does_the_group()
    {
        var (client, colleague) = await MembersAsync();
        var dialer = await (await client.PostAsync("/api/v1/dialers", new { name = "of-the-group", senderId = dialers.Sender }, Cancel))
            .ShouldBeAsync<Dialer>(HttpStatusCode.Created, Cancel);
        var queue = await (await client.PostAsync("/api/v1/queues", new { name = "of-the-group" }, Cancel))
            .ShouldBeAsync<Queue>(HttpStatusCode.Created, Cancel);
        foreach (var member in (HttpClient[])[client, colleague])
        {
            (await member.ReadAsync<Dialer>($"/api/v1/dialers/{dialer.Id.Value}", Cancel)).Name.ShouldBe("of-the-group");
            (await member.ReadAsync<Queue>($"/api/v1/queues/{queue.Id.Value}", Cancel)).Name.ShouldBe("of-the-group");
        }

        var stranger = await MemberAsync();
        (await stranger.GetAsync($"/api/v1/dialers/{dialer.Id.Value}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_is_in_no_group_makes_nothing_that_it_could_not_see()
    {
        var client = await MemberAsync(grouped: false);
        await (await client.PostAsync("/api/v1/dialers", new { name = "nobody-s", senderId = dialers.Sender }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "noSecurityGroup", Cancel);
        await (await client.PostAsync("/api/v1/queues", new { name = "nobody-s" }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "noSecurityGroup", Cancel);
        (await dialers.Admin.ReadAsync<Page<Dialer>>("/api/v1/dialers", Cancel)).Items.ShouldAllBe(dialer => dialer.Name != "nobody-s");
    }

    [Fact]
    public async Task A_row_cannot_reach_a_dialer_outside_the_groups()
    {
        var client = await MemberAsync();
        var file = new MemoryStream(Encoding.UTF8.GetBytes("campsms;098344384;hi;1\ntest1;098344384;hi;1\n"));
        var answer = await DialersFixture.PostFileAsync(client, $"/api/v1/dialers/{dialers.Test1.Value}/imports", file, Cancel);
        var import = await dialers.EndAsync((await answer.ShouldBeAsync<ImportAccepted>(HttpStatusCode.Accepted, Cancel)).Id, Cancel);
        import.Errors.ShouldHaveSingleItem().Code.ShouldBe("unknownDialer");
        import.Imported.ShouldBe(1);
    }

    [Fact]
    public async Task Imports_of_hidden_dialers_are_hidden_too()
    {
        var client = await MemberAsync();
        var import = await dialers.ImportAsync(dialers.Campsms, "campsms;098344384;hi;1\n", Cancel);
        (await client.GetAsync($"/api/v1/imports/{import.Id.Value}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync($"/api/v1/imports/{import.Id.Value}/errors.csv", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.ReadAsync<Page<Import>>("/api/v1/imports", Cancel)).Items.ShouldAllBe(visible => visible.DialerId == dialers.Test1);

        var agent = await dialers.Server.ClientAsync(DefaultRoles.Agent, Cancel);
        (await agent.GetAsync($"/api/v1/imports/{import.Id.Value}", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_of_hidden_dialers_are_hidden_too()
    {
        var client = await MemberAsync();
        var entry = await (await dialers.Admin.PostAsync("/api/v1/dnc", new { number = "098111222", dialerId = dialers.Campsms }, Cancel))
            .ShouldBeAsync<DncEntry>(HttpStatusCode.OK, Cancel);
        (await client.ReadAsync<DncEntryPage>("/api/v1/dnc?number=098111222", Cancel)).Items.ShouldBeEmpty();
        (await client.DeleteAsync($"/api/v1/dnc/098111222?listId={entry.List.Id.Value}", Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostAsync("/api/v1/dnc", new { number = "098111222", dialerId = dialers.Campsms }, Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<HttpClient> MemberAsync(bool grouped = true) => (await MembersAsync(grouped)).One;

    private async Task<(HttpClient One, HttpClient Other)> MembersAsync(bool grouped = true)
    {
        var unit = dialers.Server.BusinessUnit;
        var (role, group) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var tx = await dialers.Server.Database.BeginAsync(unit, Cancel))
        {
            await tx.ExecuteAsync(RoleSql, new { business_unit_id = unit, id = role, name = role.ToString() }, Cancel);
            await tx.ExecuteAsync(GroupSql, new { business_unit_id = unit, id = group, name = group.ToString() }, Cancel);
            await tx.ExecuteAsync(GrantSql, new { business_unit_id = unit, group_id = group, dialer_id = dialers.Test1 }, Cancel);
            await tx.CommitAsync(Cancel);
        }

        var one = await dialers.Server.CreateUserAsync(role.ToString(), Cancel);
        var other = await dialers.Server.CreateUserAsync(role.ToString(), Cancel);
        await using (var tx = await dialers.Server.Database.BeginAsync(unit, Cancel))
        {
            foreach (var user in grouped ? new[] { one, other } : [])
                await tx.ExecuteAsync(MemberSql, new { business_unit_id = unit, group_id = group, user_id = user.Id }, Cancel);
            await tx.CommitAsync(Cancel);
        }

        return (await dialers.Server.ClientAsync(one, Cancel), await dialers.Server.ClientAsync(other, Cancel));
    }
}
