using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Chasqui.Hosting;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks;

/// <summary>
/// A file of requests taken while the database was away: each a length, a checksum and JSON, on the disk before the carrier is
/// answered. It is read in order once the database is back and then emptied. A crash repeats what was read; repeating changes nothing.
/// (docs/adr/0065-webhooks-spool-to-a-file.md)
/// </summary>
internal sealed partial class HookSpool : IDisposable
{
    private const int Header = sizeof(int) + SHA256.HashSizeInBytes;
    private const int LongestRecord = 64 * 1024 * 1024; // a body of 3 MB and what was read from it stay far below

    private readonly string _path;
    private readonly long _mostBytes;
    private readonly TimeProvider _time;
    private readonly ILogger<HookSpool> _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private List<Pending> _waiting = [];
    private FileStream? _file;
    private long _read;
    private long _end;

    public HookSpool(IOptions<ChasquiOptions> hosting, IOptions<HooksOptions> options, TimeProvider time, ILogger<HookSpool> logger)
    {
        _path = Path.Combine(hosting.Value.DataFolder, "hooks.spool");
        (_mostBytes, _time, _logger) = (options.Value.SpoolBytes, time, logger);
        // Opened before it is needed: what a crash left is found, and a folder that cannot be written is told in good time.
        TryOpen();
    }

    public bool IsEmpty => Interlocked.Read(ref _end) == 0;

    /// <summary>Returns once it is on the disk; false when the spool is full or cannot be written.</summary>
    public async Task<bool> AppendAsync(HookEvent told, CancellationToken cancellationToken)
    {
        var pending = new Pending(Encode(told));
        lock (_gate)
            _waiting.Add(pending);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Those who waited meanwhile share one write to the disk.
            if (pending.Kept is null)
                await WriteWaitingAsync();
            return pending.Kept == true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The oldest, which stays until <see cref="RemoveAsync"/>; null when there is none.</summary>
    public async Task<HookEvent?> PeekAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_file is null || _read == _end)
                return null;
            if (ReadAt(_read) is { } record)
                return JsonSerializer.Deserialize<HookEvent>(record, Options)!;
            SetAside(_read);
            return null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Forgets the oldest.</summary>
    public Task RemoveAsync(CancellationToken cancellationToken) => RemoveAsync(aside: false, cancellationToken);

    /// <summary>Moves the oldest to a file of its own, for a person to look at.</summary>
    public Task PutAsideAsync(CancellationToken cancellationToken) => RemoveAsync(aside: true, cancellationToken);

    private async Task RemoveAsync(bool aside, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_file is null || ReadAt(_read) is not { } record)
                return;
            if (aside)
                Copy(_read, Header + record.Length);
            _read += Header + record.Length;
            if (_read == _end)
                Truncate(0);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _turn.Dispose();
    }

    private static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static byte[] Encode(HookEvent told)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(told, Options);
        var record = new byte[Header + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, json.Length);
        SHA256.HashData(json, record.AsSpan(sizeof(int)));
        json.CopyTo(record, Header);
        return record;
    }

    private async Task WriteWaitingAsync()
    {
        List<Pending> batch;
        lock (_gate)
            (batch, _waiting) = (_waiting, []);
        var start = _end;
        try
        {
            if (_file is null && !TryOpen())
                throw new IOException("The spool cannot be opened.");
            var end = start;
            foreach (var pending in batch)
            {
                if (end + pending.Record.Length > _mostBytes)
                {
                    pending.Kept = false;
                    continue;
                }

                await RandomAccess.WriteAsync(_file!.SafeFileHandle, pending.Record, end, CancellationToken.None);
                end += pending.Record.Length;
            }

            RandomAccess.FlushToDisk(_file!.SafeFileHandle);
            Interlocked.Exchange(ref _end, end);
            foreach (var pending in batch)
                pending.Kept ??= true;
            if (batch.Any(pending => pending.Kept == false))
                Log.Full(_logger, _mostBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(_logger, failure, _path);
            foreach (var pending in batch)
                pending.Kept = false; // whatever reached the disk lies beyond the end and is written over
        }
    }

    /// <summary>Opens the file and finds its end: what a crash tore off was answered to nobody.</summary>
    private bool TryOpen()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                BufferSize = 0,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // it holds what people wrote
            _file = new FileStream(_path, options);
            var end = 0L;
            while (ReadAt(end) is { } record)
                end += Header + record.Length;
            Interlocked.Exchange(ref _end, end);
            if (end < _file.Length)
                SetAside(end);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.Unwritable(_logger, failure, _path);
            _file?.Dispose();
            _file = null;
            return false;
        }
    }

    /// <summary>The record that begins there; null when none does, or it is damaged.</summary>
    private byte[]? ReadAt(long offset)
    {
        Span<byte> header = stackalloc byte[Header];
        if (RandomAccess.Read(_file!.SafeFileHandle, header, offset) < Header)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is <= 0 or > LongestRecord || offset + Header + length > _file.Length)
            return null;
        var record = new byte[length];
        if (RandomAccess.Read(_file.SafeFileHandle, record, offset + Header) < length)
            return null;
        return SHA256.HashData(record).AsSpan().SequenceEqual(header[sizeof(int)..]) ? record : null;
    }

    /// <summary>Copies what cannot be read beside the spool, for a person to look at, and cuts it off.</summary>
    private void SetAside(long from)
    {
        Copy(from, _file!.Length - from);
        Truncate(from == _read ? 0 : from);
    }

    private void Copy(long from, long length)
    {
        var aside = $"{_path}.damaged-{_time.GetUtcNow():yyyyMMddHHmmss}";
        using (var copy = new FileStream(aside, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write }))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = new byte[64 * 1024];
            for (int read; length > 0; length -= read, from += read)
            {
                read = RandomAccess.Read(_file!.SafeFileHandle, bytes.AsSpan(0, (int)Math.Min(bytes.Length, length)), from);
                if (read == 0)
                    break;
                copy.Write(bytes.AsSpan(0, read));
            }
        }

        Log.Damaged(_logger, aside);
    }

    private void Truncate(long length)
    {
        _file!.SetLength(length);
        RandomAccess.FlushToDisk(_file.SafeFileHandle);
        if (length == 0)
            _read = 0;
        Interlocked.Exchange(ref _end, length);
    }

    private sealed class Pending(byte[] record)
    {
        public byte[] Record => record;

        /// <summary>Null until it was its turn.</summary>
        public bool? Kept { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The webhook spool {Path} cannot be written: while the database is away, carriers are answered 503")]
        public static partial void Unwritable(ILogger logger, Exception exception, string path);

        [LoggerMessage(2, LogLevel.Error, "The webhook spool is full ({MostBytes} bytes): carriers are answered 503")]
        public static partial void Full(ILogger logger, long mostBytes);

        [LoggerMessage(3, LogLevel.Warning, "A part of the webhook spool was cut short by a crash, damaged, or refused by the database; it is in {Path}")]
        public static partial void Damaged(ILogger logger, string path);
    }
}
