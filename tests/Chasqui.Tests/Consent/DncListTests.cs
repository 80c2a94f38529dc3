using System.Net;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Dialers;
using Chasqui.Dialers.Imports;
using Chasqui.Support;

namespace Chasqui.Consent;

public sealed class DncListTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_file_goes_to_the_list_of_the_dialer_it_names()
    {
        await using (var file = File.OpenRead(DialersFixture.Sample("dncr.csv")))
        {
            var import = await ImportAsync(file);
            (import.State, import.Kind, import.DialerId).ShouldBe((ImportState.Done, ImportKind.Dnc, null));
            (import.Rows, import.Imported, import.Duplicates, import.Rejected).ShouldBe((4, 4, 0, 0));
        }

        var entry = (await FindAsync("23578408")).ShouldHaveSingleItem();
        (entry.Number, entry.Source, entry.List.Name, entry.List.Kind)
            .ShouldBe(("+59823578408", DncSource.Import, "marcadortest", DncListKind.Dialer));

        await using var again = File.OpenRead(DialersFixture.Sample("dncr.csv"));
        var second = await ImportAsync(again);
        (second.Rows, second.Imported, second.Duplicates).ShouldBe((4, 0, 4));
    }

    [Fact]
    public async Task Rows_without_a_campaign_go_to_the_business_units_list_and_bad_ones_come_back()
    {
        var import = await ImportAsync("Número;Campaña;\n098222333;;\n098222333;;\n098222334\n12;;\n098222335;nosuch;\n");
        (import.Rows, import.Imported, import.Duplicates, import.Rejected).ShouldBe((5, 2, 1, 2));
        import.Errors.Select(error => (error.Row, error.Column, error.Code))
            .ShouldBe([(5, "Número", "numberTooShort"), (6, "Campaña", "unknownDialer")]);
        (await FindAsync("098222334")).ShouldHaveSingleItem().List.Kind.ShouldBe(DncListKind.BusinessUnit);
    }

    [Fact]
    public async Task A_number_is_put_on_a_list_found_by_its_beginning_and_taken_off()
    {
        var entry = await AddAsync(new { number = "098 666 111" });
        (entry.Number, entry.Source, entry.List.Kind).ShouldBe(("+59898666111", DncSource.Screen, DncListKind.BusinessUnit));
        await AddAsync(new { number = "+59898666112", dialerId = dialers.Campsms });
        (await FindAsync("+59898666")).Select(found => found.Number).ShouldBe(["+59898666111", "+59898666112"]);

        (await dialers.Admin.DeleteAsync("/api/v1/dnc/%2B59898666111", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await dialers.Admin.DeleteAsync("/api/v1/dnc/%2B59898666111", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FindAsync("+59898666")).ShouldHaveSingleItem().List.Name.ShouldBe("campsms");
    }

    [Fact]
    public async Task A_number_added_twice_stays_as_it_came()
    {
        var first = await AddAsync(new { number = "098555222" });
        dialers.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await AddAsync(new { number = "098555222" })).CreatedAt.ShouldBe(first.CreatedAt, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("12")]
    [InlineData("not a number")]
    [InlineData("")]
    public async Task What_is_no_number_is_refused(string number) =>
        await (await dialers.Admin.PostAsync("/api/v1/dnc", new { number }, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);

    [Fact]
    public async Task Pages_of_entries_hold_each_of_them_once()
    {
        await ImportAsync(string.Concat(Enumerable.Range(0, 25).Select(i => $"0987770{i:00};;\n0987770{i:00};campsms;\n")));
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await dialers.Admin.ReadAsync<DncEntryPage>(
                $"/api/v1/dnc?number=%2B598987770&limit=7&after={Uri.EscapeDataString(after ?? "")}", Cancel);
            seen.AddRange(page.Items.Select(entry => $"{entry.Number} {entry.List.Name}"));
            after = page.Next;
        }
        while (after is not null);
        seen.Count.ShouldBe(50);
        seen.Distinct().Count().ShouldBe(50);
    }

    [Fact]
    public async Task Lists_are_their_business_units_own()
    {
        await AddAsync(new { number = "+59898555333" });
        var stranger = await dialers.Server.ClientAsync(
            await dialers.Server.CreateUserAsync(DefaultRoles.Administrator, dialers.Server.OtherUnit, null, Cancel), Cancel);
        (await stranger.ReadAsync<DncEntryPage>("/api/v1/dnc?number=%2B59898555333", Cancel)).Items.ShouldBeEmpty();
        (await stranger.DeleteAsync("/api/v1/dnc/%2B59898555333", Cancel)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.PostAsync("/api/v1/dnc", new { number = "+59898555333", dialerId = dialers.Campsms }, Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_who_may_manage_the_lists_sees_them()
    {
        var agent = await dialers.Server.ClientAsync(DefaultRoles.Agent, Cancel);
        (await agent.GetAsync("/api/v1/dnc", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await agent.PostAsync("/api/v1/dnc", new { number = "098555444" }, Cancel)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await DialersFixture.PostFileAsync(agent, "/api/v1/dnc/imports", new MemoryStream("x"u8.ToArray()), Cancel))
            .StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private Task<Import> ImportAsync(string text) => ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private async Task<Import> ImportAsync(Stream file)
    {
        var answer = await DialersFixture.PostFileAsync(dialers.Admin, "/api/v1/dnc/imports?fileName=dncr.csv", file, Cancel);
        return await dialers.EndAsync((await answer.ShouldBeAsync<ImportAccepted>(HttpStatusCode.Accepted, Cancel)).Id, Cancel);
    }

    private async Task<DncEntry> AddAsync(object body) => await (await dialers.Admin.PostAsync("/api/v1/dnc", body, Cancel))
        .ShouldBeAsync<DncEntry>(HttpStatusCode.OK, Cancel);

    private async Task<IReadOnlyList<DncEntry>> FindAsync(string number) =>
        (await dialers.Admin.ReadAsync<DncEntryPage>($"/api/v1/dnc?number={Uri.EscapeDataString(number)}", Cancel)).Items;
}
