using System.Text;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// Reads bytes that are no UTF-8 as Windows-1252, which ISO-8859-1 files agree with in every letter. Spreadsheets still save
/// such files, and nothing in them says so; a byte that is wrong as UTF-8 is the only sign there is.
/// </summary>
internal sealed class Windows1252Fallback : DecoderFallback
{
    // Bytes 80 to 9F; the five that Windows-1252 leaves open become the replacement character.
    private const string Upper = "€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";

    /// <summary>An invalid sequence is three bytes at most.</summary>
    public override int MaxCharCount => 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Bytes();

    private sealed class Bytes : DecoderFallbackBuffer
    {
        private byte[] _bytes = [];
        private int _next;

        public override int Remaining => _bytes.Length - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            _bytes = bytesUnknown;
            _next = 0;
            return bytesUnknown.Length > 0;
        }

        public override char GetNextChar()
        {
            if (_next >= _bytes.Length)
                return '\0';
            var value = _bytes[_next++];
            return value is >= 0x80 and < 0xA0 ? Upper[value - 0x80] : (char)value;
        }

        public override bool MovePrevious()
        {
            if (_next == 0)
                return false;
            _next--;
            return true;
        }

        public override void Reset()
        {
            _bytes = [];
            _next = 0;
        }
    }
}
