using System.Text;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// The characters of an uploaded file, however it was saved: UTF-8 with or without its mark, UTF-16 with its mark, or
/// Windows-1252 where the bytes are no UTF-8. Holds one block at a time.
/// </summary>
internal sealed class UploadText(Stream body)
{
    private const int BlockBytes = 32 * 1024;

    // What a decoder may still owe from the bytes before: it never makes more characters than it got bytes, plus these.
    private const int Owed = 4;

    // First bytes of what people rename to .csv: zip (and so xlsx, ods, docx), gzip, old Office, PDF, PNG, JPEG.
    private static readonly byte[][] OtherKinds =
    [
        [0x50, 0x4B, 0x03, 0x04], [0x1F, 0x8B], [0xD0, 0xCF, 0x11, 0xE0], "%PDF-"u8.ToArray(), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
    ];

    private readonly byte[] _bytes = new byte[BlockBytes];
    private Decoder? _decoder;
    private bool _ended;

    /// <summary>The file is something else than text: it was not read further than where that showed.</summary>
    public bool IsNotText { get; private set; }

    /// <summary>Reads on; 0 at the end, or where the file turned out to be no text.</summary>
    /// <param name="destination">At least 1,024 characters.</param>
    /// <param name="cancellationToken">Ends the wait for the next bytes.</param>
    public async ValueTask<int> ReadAsync(Memory<char> destination, CancellationToken cancellationToken)
    {
        while (!_ended)
        {
            var room = _bytes.AsMemory(0, Math.Min(_bytes.Length, destination.Length - Owed));
            var start = 0;
            int count;
            if (_decoder is null)
            {
                count = await body.ReadAtLeastAsync(room, 8, throwOnEndOfStream: false, cancellationToken);
                start = Begin(_bytes.AsSpan(0, count));
            }
            else
            {
                count = await body.ReadAsync(room, cancellationToken);
            }

            _ended = count == 0;
            var characters = _decoder!.GetChars(_bytes.AsSpan(start, count - start), destination.Span, flush: _ended);
            // A text file has no NUL; UTF-16 without its mark is full of them, as is every kind of binary file.
            if (IsNotText || destination.Span[..characters].Contains('\0'))
            {
                IsNotText = true;
                _ended = true;
                return 0;
            }

            if (characters > 0)
                return characters;
        }

        return 0;
    }

    /// <summary>Chooses the decoder by the first bytes; says how many of them are the mark.</summary>
    private int Begin(ReadOnlySpan<byte> first)
    {
        var (encoding, mark) = first switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (null, 3),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => ((Encoding?)null, 0),
        };
        _decoder = (encoding ?? Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Windows1252Fallback())).GetDecoder();
        IsNotText = IsOtherKind(first) || (encoding is null && IsMostlyControl(first));
        return mark;
    }

    private static bool IsOtherKind(ReadOnlySpan<byte> first)
    {
        foreach (var kind in OtherKinds)
        {
            if (first.StartsWith(kind))
                return true;
        }

        return false;
    }

    // A stray control character is a fault of one row; one in ten is another kind of file.
    private static bool IsMostlyControl(ReadOnlySpan<byte> first)
    {
        var control = 0;
        foreach (var value in first)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                control++;
        }

        return control * 10 > first.Length;
    }
}
