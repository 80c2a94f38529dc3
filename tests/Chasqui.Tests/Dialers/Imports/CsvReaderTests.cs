using System.Text;

namespace Chasqui.Dialers.Imports;

public sealed class CsvReaderTests
{
    [Fact]
    public async Task Lines_end_in_CR_LF_or_CRLF_mixed_as_they_may_be()
    {
        var rows = await ReadAsync("a;b\rc;d\ne;f\r\n\r\ng;h");
        rows.Select(row => (row.Line, string.Join('|', row.Cells))).ShouldBe([(1, "a|b"), (2, "c|d"), (3, "e|f"), (4, ""), (5, "g|h")]);
    }

    [Theory]
    [InlineData("a;b;c;d", "a|b|c|d")]
    [InlineData("a,b,c,d", "a|b|c|d")]
    [InlineData("a\tb\tc\td", "a|b|c|d")]
    [InlineData("test1,098344484,Hello; you,9999", "test1|098344484|Hello; you|9999")]
    [InlineData("test1;098344484;Hello, you, and you, too;9999", "test1|098344484|Hello, you, and you, too|9999")]
    [InlineData("sep=,\na,b;b,c,d", "a|b;b|c|d")]
    public async Task The_delimiter_is_the_one_that_gives_rows_their_columns(string text, string cells) =>
        string.Join('|', (await ReadAsync(text)).Single().Cells).ShouldBe(cells);

    [Theory]
    [InlineData("\"Quoted; with a semicolon\";x", "Quoted; with a semicolon|x")]
    [InlineData("\"He said \"\"hi\"\" to me\";x", "He said \"hi\" to me|x")]
    [InlineData("  \"padded\"  ;x", "padded|x")]
    [InlineData("\"\";x", "|x")]
    [InlineData("it's \"quoted\" @ home;x", "it's \"quoted\" @ home|x")]
    [InlineData("\"quoted\" @ home;x", "\"quoted\" @ home|x")]
    [InlineData("5\" pipe;x", "5\" pipe|x")]
    [InlineData("\"never closed;x", "\"never closed|x")]
    [InlineData("a;\"x\"", "a|x")]
    [InlineData("a;\"", "a|\"")]
    public async Task Quotes_quote_only_where_they_can(string text, string cells) =>
        string.Join('|', (await ReadAsync(text)).Single().Cells).ShouldBe(cells);

    [Fact]
    public async Task A_quoted_text_may_run_over_lines_and_the_next_row_keeps_its_line_number()
    {
        var rows = await ReadAsync("a;\"first\r\nsecond\";b\nc;d;e");
        rows[0].Cells.ShouldBe(["a", "first\nsecond", "b"]);
        rows[1].Line.ShouldBe(3);
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_costs_no_other_row()
    {
        var rows = await ReadAsync("a;\"open;b\nc;d;e\nf;\"closed\";g\nh;i;j");
        rows.Select(row => string.Join('|', row.Cells)).ShouldBe(["a|\"open|b", "c|d|e", "f|closed|g", "h|i|j"]);
    }

    [Fact]
    public async Task A_quote_that_closes_too_far_away_is_a_character()
    {
        var text = new StringBuilder("a;\"open\n");
        for (var i = 0; i < CsvReader.MaxRowLines; i++)
            text.Append("b;c\n");
        text.Append("close\";d\n");
        (await ReadAsync(text.ToString())).Count.ShouldBe(CsvReader.MaxRowLines + 2);
    }

    [Fact]
    public async Task A_line_of_any_length_is_passed_over_and_the_next_is_read()
    {
        var rows = await ReadAsync($"a;b\n{new string('x', 10_000_000)}\nc;d");
        rows.Select(row => (row.Line, row.Fault)).ShouldBe([(1, CsvFault.None), (2, CsvFault.LineTooLong), (3, CsvFault.None)]);
        rows[2].Cells.ShouldBe(["c", "d"]);
    }

    [Fact]
    public async Task A_row_of_too_many_columns_is_a_fault_of_its_own()
    {
        var rows = await ReadAsync(
            $"a;b\n{string.Concat(Enumerable.Repeat("x;", 1000))}\nc;d\n\"q\"{string.Concat(Enumerable.Repeat(";y", 1000))}\ne;f");
        rows.Select(row => row.Fault)
            .ShouldBe([CsvFault.None, CsvFault.TooManyColumns, CsvFault.None, CsvFault.TooManyColumns, CsvFault.None]);
    }

    [Fact]
    public async Task Empty_columns_that_pad_a_row_are_nobodys_fault()
    {
        var row = (await ReadAsync("a;b;c;d" + new string(';', 1000))).Single();
        row.Fault.ShouldBe(CsvFault.None);
        row.Cells[..4].ShouldBe(["a", "b", "c", "d"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(";;;")]
    [InlineData(" ; \t; ")]
    public async Task Blank_rows_are_told(string text)
    {
        var rows = await ReadAsync($"a;b;c;d\n{text}\ne;f;g;h");
        rows[1].IsBlank.ShouldBeTrue();
    }

    [Fact]
    public async Task Any_mutation_of_a_file_is_read_to_its_end()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var original = await File.ReadAllBytesAsync(DialersFixture.Sample("campsms-extra.csv"), TestContext.Current.CancellationToken);
        const string Alphabet = "\";,\t\r\n ax1{}|'=+";
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var i = random.Next(1, 12); i > 0; i--)
                bytes[random.Next(bytes.Length)] =
                    random.Next(4) == 0 ? (byte)random.Next(1, 256) : (byte)Alphabet[random.Next(Alphabet.Length)];
            try
            {
                await ReadAsync(bytes);
            }
            catch (Exception crash)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}: {Convert.ToHexString(bytes)}", crash);
            }
        }
    }

    private static Task<List<CsvRow>> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<List<CsvRow>> ReadAsync(byte[] bytes)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var reader = new CsvReader(new LineReader(new UploadText(new MemoryStream(bytes))), wantedColumns: 4);
        var rows = new List<CsvRow>();
        while (await reader.ReadAsync(cancellationToken) is { } row)
            rows.Add(row);
        return rows;
    }
}
