using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>The files today's users have.</summary>
public sealed class SampleFilesTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_plain_file_is_imported(bool strict)
    {
        var import = await ImportAsync("DISCTEST29042014.csv", dialers.Campsms, strict);
        ShouldCount(import, rows: 3, imported: 3);
        var messages = await dialers.MessagesAsync(import, Cancel);
        messages.Select(message => message.Number).ShouldBe(["+59898344384", "+59898356484", "+59898378984"]);
        messages.ShouldAllBe(message => message.Text == "Hey World!" && message.State == "queued" && message.Priority == 9999);
        messages.Select(message => message.Line).ShouldBe([2, 3, 4]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_Spanish_file_keeps_its_accents_and_priorities(bool strict)
    {
        var import = await ImportAsync("campsms-es.csv", dialers.Campsms, strict);
        ShouldCount(import, rows: 3, imported: 3);
        var messages = await dialers.MessagesAsync(import, Cancel);
        messages.Select(message => message.Text)
            .ShouldBe(["¡Hola Mundo! ¿Cómo estás?", "Tu código es 4821", "Mañana 20:00 h, confirmá con SÍ 👍"]);
        messages.Select(message => message.Priority).ShouldBe([9999, 1, 9999]);
        messages[2].Encoding.ShouldBe("ucs2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_file_without_a_header_is_read_in_the_usual_order(bool strict)
    {
        var import = await ImportAsync("campsms-headerless.csv", dialers.Test1, strict);
        ShouldCount(import, rows: 2, imported: 2);
        var messages = await dialers.MessagesAsync(import, Cancel);
        messages.Select(message => (message.Number, message.Text, message.Priority))
            .ShouldBe([("+59898344484", "This is my SMS", 9999), ("+59898356484", "Second", 5000)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Extra_columns_fill_the_variables(bool strict)
    {
        var import = await ImportAsync("campsms-extra.csv", dialers.Test1, strict);
        ShouldCount(import, rows: 2, imported: 2);
        (await dialers.MessagesAsync(import, Cancel)).Select(message => message.Text)
            .ShouldBe(["Hello Ana, you owe 1.250,00", "Quoted; with a semicolon"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_file_in_ISO_8859_1_keeps_its_accents(bool strict)
    {
        var import = await ImportAsync("campsms-latin1.csv", dialers.Campsms, strict);
        ShouldCount(import, rows: 1, imported: 1);
        (await dialers.MessagesAsync(import, Cancel)).Single().Text.ShouldBe("Señor, su cita es mañana");
    }

    [Fact]
    public async Task Good_rows_among_faults_are_imported_and_each_fault_comes_back_with_line_and_reason()
    {
        var import = await ImportAsync("campsms-faults.csv", dialers.Campsms, strict: false);
        import.State.ShouldBe(ImportState.Done);
        (import.Rows, import.Imported, import.Duplicates, import.Blocked, import.Rejected).ShouldBe((9, 2, 1, 0, 6));
        (await dialers.MessagesAsync(import, Cancel)).Select(message => message.Text).ShouldBe(["good one", "second good one"]);
        ShouldListFaults(import);
    }

    [Fact]
    public async Task A_strict_import_is_refused_for_its_faults_and_lists_them_all()
    {
        var import = await ImportAsync("campsms-faults.csv", dialers.Campsms, strict: true);
        import.State.ShouldBe(ImportState.Refused);
        import.FailureCode.ShouldBe("strictFault");
        (import.Rows, import.Imported, import.Rejected).ShouldBe((9, 0, 6));
        (await dialers.MessagesAsync(import, Cancel)).ShouldBeEmpty();
        ShouldListFaults(import);
        await dialers.NothingStagedAsync(Cancel);
    }

    [Fact]
    public async Task Quotes_and_other_characters_inside_a_text_are_kept_as_they_are()
    {
        var import = await dialers.ImportAsync(dialers.Campsms, "campsms;098378986;it's \"quoted\" @ home;5;\n", Cancel);
        (await dialers.MessagesAsync(import, Cancel)).Single().Text.ShouldBe("it's \"quoted\" @ home");
    }

    private static void ShouldListFaults(Import import) => import.Errors.Select(error => (error.Row, error.Column, error.Code)).ShouldBe(
    [
        (3, "campaign", "unknownDialer"),
        (4, "destiny", "numberTooShort"),
        (5, "destiny", "numberLetters"),
        (6, "row", "missingColumn"),
        (7, "menssage", "emptyMessage"),
        (8, "priority", "invalidPriority"),
    ]);

    private static void ShouldCount(Import import, int rows, int imported)
    {
        import.State.ShouldBe(ImportState.Done, import.FailureCode);
        (import.Rows, import.Imported, import.Duplicates, import.Blocked, import.Rejected).ShouldBe((rows, imported, 0, 0, 0));
        import.Errors.ShouldBeEmpty();
    }

    private async Task<Import> ImportAsync(string sample, DialerId dialer, bool strict)
    {
        await using var file = File.OpenRead(DialersFixture.Sample(sample));
        return await dialers.ImportAsync(dialer, file, strict, Cancel);
    }
}
