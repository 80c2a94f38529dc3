using System.Text;

namespace Chasqui.Inbound.Media;

/// <summary>What a file is, by its first octets: names and declared types come from strangers.</summary>
internal static class MediaTypes
{
    public const string Unknown = "application/octet-stream";

    /// <summary>One of a short list; <see cref="Unknown"/> for everything else, HTML and SVG among it.</summary>
    public static string Detect(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (content.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return "image/png";
        if (content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8))
            return "image/gif";
        if (content.StartsWith("RIFF"u8) && content.Length >= 12)
            return content[8..12].SequenceEqual("WEBP"u8) ? "image/webp" : content[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : Unknown;
        if (content.Length >= 12 && content[4..8].SequenceEqual("ftyp"u8))
            return Iso(content[8..12]);
        if (content.StartsWith("#!AMR"u8))
            return "audio/amr";
        if (content.StartsWith("OggS"u8))
            return "audio/ogg";
        if (content.StartsWith("ID3"u8))
            return "audio/mpeg";
        if (content.Length >= 4 && content[0] == 0xFF && (content[1] & 0xE0) == 0xE0)
            return (content[1] & 0x06) == 0 ? "audio/aac" : "audio/mpeg"; // MPEG sync; layer 0 is ADTS
        if (content.StartsWith("%PDF-"u8))
            return "application/pdf";
        return Starts(content, "BEGIN:VCARD") ? "text/vcard" : Unknown;
    }

    /// <summary>Shown in a page; everything else is only ever saved.</summary>
    public static bool IsPlain(string contentType) =>
        contentType.StartsWith("image/", StringComparison.Ordinal) || contentType.StartsWith("video/", StringComparison.Ordinal)
        || contentType.StartsWith("audio/", StringComparison.Ordinal);

    public static string Extension(string contentType) => contentType switch
    {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "audio/mp4" => "m4a",
        "audio/wav" => "wav",
        "audio/amr" => "amr",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/aac" => "aac",
        "application/pdf" => "pdf",
        "text/vcard" => "vcf",
        _ => "bin",
    };

    // ISO base media: the brand tells phones' video from sound alone.
    private static string Iso(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("3g"u8))
            return "video/3gpp";
        if (brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8))
            return "audio/mp4";
        return brand.StartsWith("heic"u8) || brand.StartsWith("avif"u8) || brand.StartsWith("mif1"u8) ? Unknown : "video/mp4";
    }

    private static bool Starts(ReadOnlySpan<byte> content, string word) =>
        content.Length >= word.Length
        && Encoding.ASCII.GetString(content[..word.Length]).Equals(word, StringComparison.OrdinalIgnoreCase);
}
