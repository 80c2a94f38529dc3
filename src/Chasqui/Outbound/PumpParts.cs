using Chasqui.Database;
using Chasqui.Senders.Health;

namespace Chasqui.Outbound;

/// <summary>What every pump of a node works with.</summary>
internal sealed record PumpParts(
    ChasquiDatabase Database,
    ProviderConnections Connections,
    OutboxClaims Claims,
    ResultWriter Results,
    HealthTally Health,
    PumpTurns Turns,
    OutboundOptions Options,
    TimeProvider Time,
    ILogger Logger);

/// <summary>
/// Takes turns at the database: however many senders a node serves, their pumps use a few connections and leave the others to the
/// people who wait for an answer.
/// </summary>
internal sealed class PumpTurns : IDisposable
{
    private const int Connections = 6;
    private readonly SemaphoreSlim _free = new(Connections);

    public async Task<T> TakeAsync<T>(Func<Task<T>> work)
    {
        await _free.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
