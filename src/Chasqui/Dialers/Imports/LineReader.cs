namespace Chasqui.Dialers.Imports;

/// <param name="Number">In the file, 1-based.</param>
/// <param name="Text">Without its end; empty when it was too long to keep.</param>
/// <param name="TooLong">It exceeded <see cref="LineReader.MaxLength"/> and was passed over.</param>
internal readonly record struct TextLine(int Number, string Text, bool TooLong);

/// <summary>Lines that end in CR, LF or CRLF, mixed as they may be. A line of any length costs no more than the buffer.</summary>
internal sealed class LineReader(UploadText text)
{
    /// <summary>In characters. The longest text that can be sent is well below.</summary>
    public const int MaxLength = 64 * 1024;

    private readonly char[] _buffer = new char[MaxLength + (16 * 1024)];
    private int _start;
    private int _end;
    private int _line;
    private bool _afterReturn;

    /// <summary>The next line, or null at the end of the file.</summary>
    public async ValueTask<TextLine?> ReadAsync(CancellationToken cancellationToken)
    {
        var tooLong = false;
        var searched = 0;
        while (true)
        {
            if (_afterReturn && _start < _end)
            {
                if (_buffer[_start] == '\n')
                    _start++;
                _afterReturn = false;
            }

            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOfAny('\r', '\n');
            if (found >= 0)
                return Take(searched + found, tooLong);

            searched = _end - _start;
            if (searched > MaxLength)
            {
                tooLong = true;
                _start = _end = searched = 0;
            }
            else if (_start > 0)
            {
                _buffer.AsSpan(_start, searched).CopyTo(_buffer);
                (_start, _end) = (0, searched);
            }

            var read = await text.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
                return searched == 0 && !tooLong ? null : TakeLast(tooLong);
            _end += read;
        }
    }

    private TextLine Take(int length, bool tooLong)
    {
        tooLong |= length > MaxLength;
        var line = new TextLine(++_line, tooLong ? "" : new string(_buffer, _start, length), tooLong);
        _afterReturn = _buffer[_start + length] == '\r';
        _start += length + 1;
        return line;
    }

    private TextLine TakeLast(bool tooLong)
    {
        var line = new TextLine(++_line, tooLong ? "" : new string(_buffer, _start, _end - _start), tooLong);
        _start = _end;
        return line;
    }
}
