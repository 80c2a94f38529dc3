using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// Shows that an upload is alive while its node is: a slow line may take minutes for one chunk. Stops when disposed.
/// </summary>
internal sealed class UploadHeart : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _beating;

    public UploadHeart(
        ChasquiDatabase database, BusinessUnitId unit, ImportId import, TimeSpan every, TimeProvider time,
        CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _beating = BeatAsync(database, unit, import, every, time, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
    }

    private static async Task BeatAsync(
        ChasquiDatabase database, BusinessUnitId unit, ImportId import, TimeSpan every, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(every, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await using var tx = await database.BeginAsync(unit, cancellationToken);
                if (!await ImportRecord.BeatAsync(tx, unit, import, time.GetUtcNow(), cancellationToken))
                    return;
                await tx.CommitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The upload is over.
        }
        catch (Npgsql.NpgsqlException)
        {
            // The upload itself meets the outage with its next chunk and says so; a missed beat is no news.
        }
    }
}
