using System.Net;
using System.Text;
using Chasqui.Support;

namespace Chasqui.Dialers.Imports;

public sealed class PreviewTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_columns_with_their_roles_and_rows_as_they_would_be_sent()
    {
        var preview = await PreviewAsync(await File.ReadAllBytesAsync(DialersFixture.Sample("campsms-extra.csv"), Cancel));
        preview.Header.ShouldBeTrue();
        preview.Columns.Select(column => (column.Name, column.Role)).ShouldBe(
        [
            ("campign", ColumnRole.Campaign), ("destiny", ColumnRole.Destination), ("menssage", ColumnRole.Message),
            ("priority", ColumnRole.Priority), ("name", ColumnRole.Data), ("amount", ColumnRole.Data),
        ]);
        var first = preview.Rows[0];
        (first.Row, first.Dialer, first.Number, first.Text, first.Parts, first.Priority, first.Error)
            .ShouldBe((2, "test1", "+59898344484", "Hello Ana, you owe 1.250,00", 1, 9999, null));
    }

    [Fact]
    public async Task Shows_why_rows_would_be_refused()
    {
        var preview = await PreviewAsync(await File.ReadAllBytesAsync(DialersFixture.Sample("campsms-faults.csv"), Cancel));
        preview.Rows.Count.ShouldBe(9);
        preview.Rows.Where(row => row.Error is not null).Select(row => (row.Row, row.Error!.Code)).ShouldBe(
        [
            (3, "unknownDialer"), (4, "numberTooShort"), (5, "numberLetters"), (6, "missingColumn"),
            (7, "emptyMessage"), (8, "invalidPriority"),
        ]);
    }

    [Fact]
    public async Task A_beginning_that_was_cut_off_shows_only_whole_rows()
    {
        var text = new StringBuilder();
        while (text.Length < 70_000)
            text.Append("campsms;098344384;").Append('a', 1000).Append(";1\n").Append(new string('\n', 4000));
        var preview = await PreviewAsync(Encoding.UTF8.GetBytes(text.ToString())[..(64 * 1024)]);
        preview.Header.ShouldBeFalse();
        preview.Rows.Count.ShouldBe(13);
        preview.Rows.ShouldAllBe(row => row.Error == null && row.Text!.Length == 1000);
    }

    [Fact]
    public async Task Twenty_rows_are_enough_and_nothing_is_kept()
    {
        var before = (await dialers.Admin.ReadAsync<Hosting.Page<Import>>("/api/v1/imports", Cancel)).Items.Count;
        var preview = await PreviewAsync(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("campsms;098344384;hi;1\n", 100))));
        preview.Rows.Count.ShouldBe(20);
        (await dialers.Admin.ReadAsync<Hosting.Page<Import>>("/api/v1/imports", Cancel)).Items.Count.ShouldBe(before);
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_refused()
    {
        var answer = await DialersFixture.PostFileAsync(dialers.Admin, Address, new MemoryStream([0x50, 0x4B, 3, 4, 0, 0, 0, 0]), Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "notText", Cancel);
    }

    private string Address => $"/api/v1/dialers/{dialers.Campsms.Value}/imports/preview";

    private async Task<ImportPreview> PreviewAsync(byte[] file) =>
        await (await DialersFixture.PostFileAsync(dialers.Admin, Address, new MemoryStream(file), Cancel))
            .ShouldBeAsync<ImportPreview>(HttpStatusCode.OK, Cancel);
}
