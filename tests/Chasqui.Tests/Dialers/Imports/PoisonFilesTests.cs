using System.Net;
using System.Text;
using Chasqui.Support;

namespace Chasqui.Dialers.Imports;

/// <summary>What else comes in from the field: nothing crashes, every bad row has its line and reason, the rest is imported.</summary>
public sealed class PoisonFilesTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private const string Header = "campaign;destination;message;priority\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("098344384")]
    [InlineData("+598 98 344 384")]
    [InlineData("=\"098344384\"")]
    [InlineData("٠٩٨٣٤٤٣٨٤")]
    [InlineData("０９８３４４３８４")]
    [InlineData("\u200B098344384\u200F")]
    [InlineData("\u202A+59898344384\u202C")]
    [InlineData("\u00A0098\u00A0344\u00A0384\u00A0")]
    public async Task A_number_is_read_through_what_spreadsheets_and_keyboards_put_around_it(string cell)
    {
        var import = await dialers.ImportAsync(dialers.Campsms, $"campsms;{cell};hi;\n", Cancel);
        (await dialers.MessagesAsync(import, Cancel)).ShouldHaveSingleItem().Number.ShouldBe("+59898344384");
    }

    [Theory]
    [InlineData("", "numberMissing")]
    [InlineData("12", "numberTooShort")]
    [InlineData("0983443840983443840983", "numberTooLong")]
    [InlineData("09834438O", "numberLetters")]
    [InlineData("5.98983E+10", "numberScientific")]
    [InlineData("23578408", "numberNotMobile")]
    [InlineData("=cmd|' /C calc'!A0", "numberLetters")]
    [InlineData("+", "numberInvalid")]
    public async Task A_number_that_is_none_says_why(string cell, string code)
    {
        var import = await dialers.ImportAsync(dialers.Campsms, $"{Header}campsms;{cell};hi;\n", Cancel);
        (import.Rows, import.Imported, import.Rejected).ShouldBe((1, 0, 1));
        var error = import.Errors.ShouldHaveSingleItem();
        (error.Row, error.Column, error.Code).ShouldBe((2, "destination", code));
        error.Message.ShouldEndWith(".");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("9999", 9999)]
    [InlineData("", 9999)]
    [InlineData("10000", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("high", null)]
    [InlineData("٣", null)]
    public async Task A_priority_is_a_whole_number_or_empty(string cell, int? priority)
    {
        var import = await dialers.ImportAsync(dialers.Campsms, $"campsms;098344384;hi;{cell}\n", Cancel);
        (await dialers.MessagesAsync(import, Cancel)).Select(message => (int?)message.Priority).SingleOrDefault().ShouldBe(priority);
        import.Errors.Select(error => error.Code).ShouldBe(priority is null ? ["invalidPriority"] : []);
    }

    [Fact]
    public async Task A_row_goes_to_the_dialer_it_names_and_to_this_one_when_it_names_none()
    {
        var import = await dialers.ImportAsync(dialers.Campsms, $"{Header};098344384;here;\nTEST1;098344384;there;\n", Cancel);
        (await dialers.MessagesAsync(import, Cancel)).Select(message => (message.Text, message.DialerId))
            .ShouldBe([("here", dialers.Campsms), ("there", dialers.Test1)]);
        import.Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task A_variable_no_column_fills_is_named()
    {
        var import = await dialers.ImportAsync(
            dialers.Campsms,
            "campaign;destination;message;priority;name\n;098344384;Hi {{name}}, {{debt}};;Ana\n;098344385;Hi {{name|you}};;\n", Cancel);
        import.Errors.ShouldHaveSingleItem().Code.ShouldBe("unresolvedVariable");
        import.Errors[0].Message.ShouldContain("debt");
        (await dialers.MessagesAsync(import, Cancel)).ShouldHaveSingleItem().Text.ShouldBe("Hi you");
    }

    [Fact]
    public async Task Without_a_header_further_columns_fill_nothing()
    {
        var import = await dialers.ImportAsync(dialers.Campsms, "campsms;098344384;Hi {{name}};1;Ana\n", Cancel);
        import.Errors.ShouldHaveSingleItem().Code.ShouldBe("unresolvedVariable");
    }

    [Fact]
    public async Task Lines_and_rows_beyond_every_measure_are_faults_of_their_own()
    {
        var text = new StringBuilder(Header)
            .Append(';').Append(new string('9', 10_000_000)).Append(";x;\n")
            .Append(string.Concat(Enumerable.Repeat("x;", 1000))).Append('\n')
            .Append(";098344384;").Append(new string('a', 2000)).Append(";\n")
            .Append(";098344385;\"never closed;1\n")
            .Append(";098344386;last;\n;;;\n   \n\n");
        var import = await dialers.ImportAsync(dialers.Campsms, text.ToString(), Cancel);
        import.Errors.Select(error => (error.Row, error.Code)).ShouldBe([(2, "lineTooLong"), (3, "tooManyColumns"), (4, "textTooLong")]);
        (import.Rows, import.Imported).ShouldBe((5, 2));
        (await dialers.MessagesAsync(import, Cancel)).Select(message => message.Text).ShouldBe(["\"never closed", "last"]);
    }

    [Fact]
    public async Task A_header_twice_the_same_and_columns_in_any_order_are_understood()
    {
        var import = await dialers.ImportAsync(
            dialers.Campsms,
            "Nombre,TELÉFONO,Prioridad,Texto,Texto,Campaña\nAna,098344384,7,\"Hola, {{nombre}}\",unused,campsms\n", Cancel);
        var message = (await dialers.MessagesAsync(import, Cancel)).ShouldHaveSingleItem();
        (message.Text, message.Priority).ShouldBe(("Hola, Ana", 7));
    }

    [Theory]
    [InlineData("campaign;message;priority;x\ncampsms;hi;1;y\n", "headerIncomplete")]
    [InlineData("", "emptyFile")]
    [InlineData("\n\n  \n;;;\n", "emptyFile")]
    [InlineData("campaign;destination;message;priority\n", "emptyFile")]
    [InlineData("campaign;destination;message;priority\n;098344384;hi;\n\0", "notText")]
    public async Task A_file_nothing_can_be_read_from_is_refused_as_a_whole(string text, string code)
    {
        var answer = await dialers.PostFileAsync(dialers.Campsms, new MemoryStream(Encoding.UTF8.GetBytes(text)), strict: false, Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code, Cancel);
        var newest = (await dialers.Admin.ReadAsync<Hosting.Page<Import>>(
            $"/api/v1/imports?dialerId={dialers.Campsms.Value}&limit=1", Cancel)).Items[0];
        (newest.State, newest.FailureCode, newest.Imported).ShouldBe((ImportState.Failed, code, 0));
        await dialers.NothingStagedAsync(Cancel);
    }

    [Fact]
    public async Task An_archive_renamed_to_csv_is_no_text()
    {
        var answer =
            await dialers.PostFileAsync(dialers.Campsms, new MemoryStream([0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0]), strict: false, Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "notText", Cancel);
    }

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("C:\\file.csv")]
    [InlineData("a/b.csv")]
    [InlineData(".hidden")]
    [InlineData("x\"; drop.csv")]
    [InlineData("")]
    public async Task A_file_name_that_is_not_plain_is_refused(string name)
    {
        var address = $"/api/v1/dialers/{dialers.Campsms.Value}/imports?fileName={Uri.EscapeDataString(name)}";
        var answer = await DialersFixture.PostFileAsync(dialers.Admin, address, new MemoryStream("x"u8.ToArray()), Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "fileNameInvalid", Cancel);
    }

    [Theory]
    [InlineData("imports")]
    [InlineData("imports/preview")]
    public async Task A_body_that_says_it_is_something_else_is_not_read(string path)
    {
        var answer = await dialers.Admin.PostAsync($"/api/v1/dialers/{dialers.Campsms.Value}/{path}", new { campaign = "x" }, Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupportedMediaType", Cancel);
    }

    [Fact]
    public async Task A_dialer_that_is_not_there_takes_no_file()
    {
        var address = $"/api/v1/dialers/{Guid.CreateVersion7()}/imports";
        var answer = await DialersFixture.PostFileAsync(dialers.Admin, address, new MemoryStream("x"u8.ToArray()), Cancel);
        await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "notFound", Cancel);
    }

    [Fact]
    public async Task Formulas_come_back_as_text()
    {
        var import =
            await dialers.ImportAsync(dialers.Campsms, "=1+1;destination;message;campaign\n;x;y;=HYPERLINK(\"http://evil\")\n", Cancel);
        var answer = await dialers.Admin.GetAsync($"/api/v1/imports/{import.Id.Value}/errors.csv", Cancel);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await answer.Content.ReadAsStringAsync(Cancel)).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldBe("row;column;code;message");
        lines[1].ShouldBe(
            "2;\"campaign\";\"unknownDialer\";\"There is no dialer “=HYPERLINK(\"\"http://evil\"\")”, or you may not use it.\"");
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+598", "\"'+598\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("plain \"quoted\"; text", "\"plain \"\"quoted\"\"; text\"")]
    public void A_cell_is_never_a_formula(string text, string cell) => SpreadsheetCell.Of(text).ShouldBe(cell);
}
