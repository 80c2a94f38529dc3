using System.Threading.Channels;
using Chasqui.Database;
using Chasqui.Providers;
using Chasqui.Providers.Network;
using Npgsql;

namespace Chasqui.Senders.Wire;

/// <summary>
/// Writes what went over the wire, many entries at a time. Sending never waits for it: when entries come faster than they can be
/// written, or the database is away for long, the newest are dropped and counted.
/// </summary>
internal sealed partial class WireLog(ChasquiDatabase database, TimeProvider time, ILogger<WireLog> logger) : BackgroundService, IWireLog
{
    private const int MostWaiting = 5_000;
    private const int MostAtOnce = 500;
    private const int LongestSummary = 500;
    private const int LongestBody = 8 * 1024;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    // The provider decides whether its entries are kept; those of one that is gone have nobody to read them.
    private const string InsertSql =
        """
        INSERT INTO wire_entry (business_unit_id, provider_id, id, message_id, at, outgoing, summary, body)
        SELECT entry.business_unit_id, entry.provider_id, entry.id, entry.message_id, entry.at, entry.outgoing, entry.summary, entry.body
        FROM unnest(@business_unit_ids::uuid[], @provider_ids::uuid[], @ids::uuid[], @message_ids::uuid[], @ats::timestamptz[],
            @outgoing::boolean[], @summaries::text[], @bodies::text[])
            AS entry(business_unit_id, provider_id, id, message_id, at, outgoing, summary, body)
        JOIN provider ON provider.business_unit_id = entry.business_unit_id AND provider.id = entry.provider_id
        WHERE provider.wire_log_days > 0
        """;

    private readonly Channel<Waiting> _waiting =
        Channel.CreateBounded<Waiting>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;
    private long _told;

    /// <summary>How many entries were dropped since the server started.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Record(ProviderAccount account, WireEntry entry)
    {
        var waiting = new Waiting(
            account, entry with { Summary = Storable(entry.Summary, LongestSummary), Body = Storable(entry.Body, LongestBody) }, Guid.CreateVersion7(entry.At));
        if (!_waiting.Writer.TryWrite(waiting))
            Interlocked.Increment(ref _dropped);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                if (_waiting.Reader.Count < MostAtOnce)
                    await Task.Delay(Linger, time, stoppingToken);
                await WriteAsync(batch, stoppingToken);
                TellDropped();
            }
        }
        catch (OperationCanceledException)
        {
            await SayTheLastAsync(batch);
        }
    }

    // What the last messages said is as good to have as the rest, but nobody waits long for it.
    private async Task SayTheLastAsync(List<Waiting> batch)
    {
        using var limit = new CancellationTokenSource(Farewell, time);
        try
        {
            while (batch.Count > 0 || _waiting.Reader.Count > 0)
                await WriteAsync(batch, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Add(ref _dropped, batch.Count + _waiting.Reader.Count);
            TellDropped();
        }
    }

    /// <summary>Writes one batch, however long the database is away. What it refuses for good is dropped.</summary>
    private async Task WriteAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
            batch.Add(next);
        while (batch.Count > 0)
        {
            try
            {
                await InsertAsync(batch, cancellationToken);
                batch.Clear();
            }
            catch (PostgresException refusal) when (!refusal.IsTransient)
            {
                Log.Refused(logger, refusal, batch.Count);
                Interlocked.Add(ref _dropped, batch.Count);
                batch.Clear();
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
        }
    }

    private async Task InsertAsync(List<Waiting> batch, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(InsertSql, new
        {
            business_unit_ids = batch.Select(one => one.Account.BusinessUnitId.Value).ToArray(),
            provider_ids = batch.Select(one => one.Account.Id.Value).ToArray(),
            ids = batch.Select(one => one.Id).ToArray(),
            message_ids = batch.Select(one => one.Entry.MessageId?.Value).ToArray(),
            ats = batch.Select(one => one.Entry.At.ToUniversalTime()).ToArray(),
            outgoing = batch.Select(one => one.Entry.Outgoing).ToArray(),
            summaries = batch.Select(one => one.Entry.Summary).ToArray(),
            bodies = batch.Select(one => one.Entry.Body).ToArray(),
        }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private void TellDropped()
    {
        var dropped = Dropped;
        if (dropped == _told)
            return;
        Log.Dropped(logger, dropped - _told);
        _told = dropped;
    }

    // PostgreSQL takes neither NUL nor half a character, and a carrier may send both.
    private static string Storable(string text, int longest)
    {
        var cut = text.Length > longest ? text[..longest] : text;
        return string.Concat(cut.EnumerateRunes().Select(rune => rune.Value == 0 ? "\uFFFD" : rune.ToString()));
    }

    private sealed record Waiting(ProviderAccount Account, WireEntry Entry, Guid Id);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Count} entries of the wire log were dropped: they come faster than they can be written")]
        public static partial void Dropped(ILogger logger, long count);

        [LoggerMessage(2, LogLevel.Warning, "The database refused {Count} entries of the wire log; they are dropped")]
        public static partial void Refused(ILogger logger, Exception exception, int count);
    }
}
