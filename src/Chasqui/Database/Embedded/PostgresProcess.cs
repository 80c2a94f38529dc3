using System.ComponentModel;
using System.Diagnostics;

namespace Chasqui.Database.Embedded;

/// <summary>One run of the <c>postgres</c> program, as our child.</summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private const int LinesKept = 30;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);
    private static readonly string[] SessionStarters = ["/usr/bin/setsid", "/bin/setsid"];

    private readonly Process _process;
    private readonly string _clusterFolder;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _lastLines = new();
    private readonly Task _reading;

    private PostgresProcess(Process process, string clusterFolder, PostgresLog log, TimeProvider time)
    {
        _process = process;
        _clusterFolder = clusterFolder;
        _time = time;
        ProcessId = process.Id;
        process.Exited += (_, _) => _exited.TrySetResult();
        process.EnableRaisingEvents = true;
        process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(process.StandardError, log), ReadAsync(process.StandardOutput, log));
    }

    public int ProcessId { get; }

    /// <summary>Ends with the process. The pipe may stay open longer: children of a killed postmaster still hold it.</summary>
    public Task Exited => _exited.Task;

    /// <summary>128 and the signal's number when a signal ended it. Only once <see cref="Exited"/> has completed.</summary>
    public int ExitCode => _process.ExitCode;

    public static PostgresProcess Start(
        PostgresBinaries binaries, PostgresAccount account, string clusterFolder, IReadOnlyDictionary<string, string> settings,
        PostgresLog log, TimeProvider time)
    {
        string[] command =
        [
            binaries.Postgres, "-D", clusterFolder,
            .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]),
        ];
        // A session of its own: Ctrl-C goes to every process of the terminal's group, and would stop the database under the
        // server's feet while that still finishes its work. setsid(1) turns into the program, so the process stays our child.
        if (SessionStarters.FirstOrDefault(File.Exists) is { } setsid) command = [setsid, .. command];
        var start = Command.StartInfo(command[0], command[1..], account.Name);
        start.RedirectStandardInput = true;
        try
        {
            return new PostgresProcess(Process.Start(start)!, clusterFolder, log, time);
        }
        catch (Win32Exception exception)
        {
            throw new EmbeddedPostgresException($"PostgreSQL cannot be started: {exception.Message}.", exception);
        }
    }

    /// <summary>True once it accepts connections, false when it ended instead. Recovery after a crash takes what it takes.</summary>
    public async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        while (!Exited.IsCompleted)
        {
            if (PostmasterPid.Read(_clusterFolder) is { IsReady: true } pid && pid.ProcessId == ProcessId) return true;
            await Task.WhenAny(Exited, Task.Delay(Poll, _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }

        return false;
    }

    /// <summary>Why it ended, in PostgreSQL's words.</summary>
    public async Task<string> ComplaintAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken));
        lock (_lastLines)
        {
            var line = _lastLines.LastOrDefault(said => said.Contains("FATAL: ", StringComparison.Ordinal)
                    || said.Contains("PANIC: ", StringComparison.Ordinal))
                ?? _lastLines.LastOrDefault() ?? "it said nothing";
            var colon = line.IndexOf(":  ", StringComparison.Ordinal);
            return (colon < 0 ? line : line[(colon + 3)..]).Trim().TrimEnd('.');
        }
    }

    /// <summary>
    /// Fast shutdown (SIGINT): sessions are cut, everything is written. When that hangs, immediate (SIGQUIT), from which the
    /// next start recovers by itself.
    /// </summary>
    public async Task StopAsync(TimeSpan patience)
    {
        Unix.Signal(ProcessId, Unix.SigInt);
        if (await EndsWithinAsync(patience)) return;
        Unix.Signal(ProcessId, Unix.SigQuit);
        if (await EndsWithinAsync(TimeSpan.FromSeconds(5))) return;
        Unix.Signal(ProcessId, Unix.SigKill);
        await EndsWithinAsync(TimeSpan.FromSeconds(5));
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1), _time));
        _process.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience) =>
        await Task.WhenAny(Exited, Task.Delay(patience, _time)) == Exited;

    private async Task ReadAsync(StreamReader reader, PostgresLog log)
    {
        try
        {
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                log.Write(line);
                lock (_lastLines)
                {
                    _lastLines.Enqueue(line);
                    if (_lastLines.Count > LinesKept) _lastLines.Dequeue();
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            lock (_lastLines) _lastLines.Enqueue(exception.Message);
        }
    }
}
