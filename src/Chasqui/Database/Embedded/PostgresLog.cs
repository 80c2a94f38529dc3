namespace Chasqui.Database.Embedded;

/// <summary>
/// PostgreSQL's own words, in a file that never grows past its bound: at 10 MB it becomes <c>postgres.log.1</c>, replacing the
/// one before. A full disk loses log lines, never the database.
/// </summary>
internal sealed class PostgresLog(string path) : IDisposable
{
    private const long Bound = 10 * 1024 * 1024;
    private readonly Lock _gate = new();
    private StreamWriter? _writer;
    private bool _disposed;

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_disposed) return;
            try
            {
                _writer ??= Open();
                _writer.WriteLine(line);
                if (_writer.BaseStream.Length < Bound) return;
                _writer.Dispose();
                _writer = null;
                File.Move(path, path + ".1", overwrite: true);
            }
            catch (IOException)
            {
                _writer = null;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            try
            {
                _writer?.Dispose();
            }
            catch (IOException)
            {
                _writer = null;
            }
        }
    }

    private StreamWriter Open()
    {
        var options = Unix.PrivateFile(FileMode.Append, FileShare.ReadWrite | FileShare.Delete);
        return new StreamWriter(path, options) { AutoFlush = true };
    }
}
