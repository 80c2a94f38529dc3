using System.Text;

namespace Chasqui.Dialers.Imports;

public sealed class UploadTextTests
{
    private const string Spanish = "campaña;destino;¡Mañana! 20 € 👍\r\n";

    [Fact]
    public async Task UTF_8_is_read_with_and_without_its_mark()
    {
        (await ReadAsync(Encoding.UTF8.GetBytes(Spanish))).ShouldBe(Spanish);
        (await ReadAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Spanish)])).ShouldBe(Spanish);
    }

    [Fact]
    public async Task UTF_16_is_read_by_its_mark()
    {
        (await ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Spanish)])).ShouldBe(Spanish);
        (await ReadAsync([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Spanish)])).ShouldBe(Spanish);
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_read_as_Windows_1252()
    {
        (await ReadAsync([.. "campa"u8, 0xF1, .. "a;"u8, 0x80, 0x93, .. "ok"u8, 0x94])).ShouldBe("campaña;€“ok”");
        // Both in one file: what is valid UTF-8 stays that.
        (await ReadAsync([.. Encoding.UTF8.GetBytes("señor;"), .. "se"u8, 0xF1, .. "or"u8])).ShouldBe("señor;señor");
    }

    [Fact]
    public async Task Characters_split_between_network_packets_are_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(Spanish);
        var text = new UploadText(new OneByteStream(bytes));
        (await ReadAsync(text)).ShouldBe(Spanish);
    }

    [Fact]
    public async Task A_file_cut_off_in_the_middle_of_a_character_ends_with_what_is_there() =>
        (await ReadAsync([.. "a;b"u8, 0xC3])).ShouldBe("a;bÃ");

    [Theory]
    [InlineData("504B0304140000000800")] // zip, and so xlsx
    [InlineData("1F8B08000000")]
    [InlineData("D0CF11E0A1B11AE1")]
    [InlineData("255044462D312E37")]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("6100620063003B00")] // UTF-16 without its mark
    [InlineData("FFFE000061000000")] // UTF-32
    [InlineData("6162633B00")]
    [InlineData("0102030405060708")]
    public async Task Other_kinds_of_files_are_no_text(string hex)
    {
        var text = new UploadText(new MemoryStream(Convert.FromHexString(hex)));
        (await ReadAsync(text)).ShouldBeEmpty();
        text.IsNotText.ShouldBeTrue();
    }

    [Fact]
    public async Task A_NUL_far_into_the_file_is_found_too()
    {
        var text = new UploadText(new MemoryStream([.. Encoding.UTF8.GetBytes(new string('x', 200_000)), 0, .. "more"u8]));
        await ReadAsync(text);
        text.IsNotText.ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_file_is_an_empty_text()
    {
        var text = new UploadText(new MemoryStream());
        (await ReadAsync(text)).ShouldBeEmpty();
        text.IsNotText.ShouldBeFalse();
    }

    private static Task<string> ReadAsync(byte[] bytes) => ReadAsync(new UploadText(new MemoryStream(bytes)));

    private static async Task<string> ReadAsync(UploadText text)
    {
        var all = new StringBuilder();
        var buffer = new char[2048];
        int count;
        while ((count = await text.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0)
            all.Append(buffer, 0, count);
        return all.ToString();
    }

    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer.Length > 1 ? buffer[..1] : buffer, cancellationToken);
    }
}
