namespace Chasqui.Database.Embedded;

/// <summary>
/// Clears what a killed server left: a PostgreSQL still running, its children, or a pid file that names a dead or a strange
/// process. Only called while the data folder is locked by us, so whatever runs there belongs to nobody else.
/// </summary>
internal sealed partial class PostgresLeftovers(string clusterFolder, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan FastShutdown = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ImmediateShutdown = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(40);

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        if (PostmasterPid.Read(clusterFolder) is { } old)
        {
            var kind = await PostgresProcessTable.InspectAsync(old.ProcessId, clusterFolder, cancellationToken);
            if (kind is PostgresProcessTable.Kind.Postgres)
            {
                Log.StoppingOrphan(logger, old.ProcessId);
                await StopAsync(old.ProcessId, cancellationToken);
            }
        }

        foreach (var child in PostgresProcessTable.On(clusterFolder)) Unix.Signal(child, Unix.SigQuit);
        if (!await UntilAsync(() => PostgresProcessTable.On(clusterFolder).Count == 0, ImmediateShutdown, cancellationToken))
        {
            foreach (var child in PostgresProcessTable.On(clusterFolder)) Unix.Signal(child, Unix.SigKill);
            await UntilAsync(() => PostgresProcessTable.On(clusterFolder).Count == 0, ImmediateShutdown, cancellationToken);
        }

        // PostgreSQL would take any living process of that number for its predecessor, a zombie included, and refuse for ever.
        // Shared memory that is still attached is found by it without this file (PGSharedMemoryCreate in sysv_shmem.c).
        if (PostmasterPid.Read(clusterFolder) is { } stale)
        {
            Log.RemovingStalePid(logger, stale.ProcessId);
            File.Delete(PostmasterPid.PathIn(clusterFolder));
        }
    }

    private async Task StopAsync(int processId, CancellationToken cancellationToken)
    {
        foreach (var (signal, patience) in
            ((int, TimeSpan)[])[(Unix.SigInt, FastShutdown), (Unix.SigQuit, ImmediateShutdown), (Unix.SigKill, ImmediateShutdown)])
        {
            Unix.Signal(processId, signal);
            var deadline = time.GetTimestamp();
            while (time.GetElapsedTime(deadline) < patience)
            {
                if (await PostgresProcessTable.InspectAsync(processId, clusterFolder, cancellationToken)
                    is not PostgresProcessTable.Kind.Postgres)
                    return;
                await Task.Delay(Poll, time, cancellationToken);
            }
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL process {processId} is still running on {clusterFolder} and does not stop: stop it by hand.");
    }

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!condition())
        {
            if (time.GetElapsedTime(start) >= patience) return false;
            await Task.Delay(Poll, time, cancellationToken);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "PostgreSQL process {ProcessId} outlived its server; stopping it")]
        public static partial void StoppingOrphan(ILogger logger, int processId);

        [LoggerMessage(LogLevel.Warning, "Removing the pid file of PostgreSQL process {ProcessId}, which is no longer running")]
        public static partial void RemovingStalePid(ILogger logger, int processId);
    }
}
