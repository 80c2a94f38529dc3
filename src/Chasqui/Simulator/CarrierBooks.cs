using System.Threading.Channels;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Simulator;

/// <summary>What became of an entry.</summary>
internal enum BookOutcome
{
    Written,

    /// <summary>Certainly not written.</summary>
    NotWritten,

    /// <summary>The commit broke: written or not, nobody knows.</summary>
    Unclear,
}

/// <summary>
/// Writes the carrier's books: whoever has something to write waits for the commit, and all who wait at the same time share one.
/// A message and what will be told of it are written together, so a crash forgets neither.
/// </summary>
internal sealed partial class CarrierBooks(ChasquiDatabase database, LiveDispatcher live, ILogger<CarrierBooks> logger) : BackgroundService
{
    private const string InsertMessagesSql =
        """
        INSERT INTO simulator_message
            (business_unit_id, provider_id, provider_message_id, direction, handset, peer, client_reference, part, parts, text, media_urls, at)
        SELECT business_unit_id, provider_id, provider_message_id, direction, handset, peer, client_reference, part, parts, text,
               string_to_array(media_urls, E'\n'), at
        FROM unnest(@business_units::uuid[], @providers::uuid[], @provider_message_ids::text[], @directions::text[], @handsets::text[], @peers::text[],
                    @client_references::text[], @parts::smallint[], @totals::smallint[], @texts::text[], @media_urls::text[], @at::timestamptz[])
             AS entry (business_unit_id, provider_id, provider_message_id, direction, handset, peer, client_reference, part, parts, text, media_urls, at)
        """;

    private const string InsertEventsSql =
        """
        INSERT INTO simulator_event (business_unit_id, provider_id, provider_message_id, kind, state, code, due_at)
        SELECT business_unit_id, provider_id, provider_message_id, kind, state, code, now() + delay * interval '1 millisecond'
        FROM unnest(@business_units::uuid[], @providers::uuid[], @subjects::text[], @kinds::text[], @states::text[], @codes::text[],
                    @delays::double precision[])
             AS event (business_unit_id, provider_id, provider_message_id, kind, state, code, delay)
        """;

    private const int LargestBatch = 500;

    // Above so many, handsets are a campaign's and nobody holds them in hand on another node.
    private const int MostHandsetsTold = 20;

    private readonly Channel<Waiting> _entries = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(10_000) { SingleReader = true });

    /// <summary>Ends when the entry is committed, or cannot be. Cancelling ends the waiting, not the writing.</summary>
    public async Task<BookOutcome> WriteAsync(BookEntry entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry);
        try
        {
            await _entries.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return BookOutcome.NotWritten; // the server stops
        }

        return await waiting.Outcome.WaitAsync(cancellationToken);
    }

    /// <summary>Nothing more is taken, and what was taken is written.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _entries.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(LargestBatch);
        while (await _entries.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < LargestBatch && _entries.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            var outcome = await WriteAsync(batch.ConvertAll(waiting => waiting.Entry));
            foreach (var waiting in batch)
                waiting.Tell(outcome);
            batch.Clear();
        }
    }

    private async Task<BookOutcome> WriteAsync(List<BookEntry> entries)
    {
        var committing = false;
        try
        {
            await using var tx = await database.BeginAcrossUnitsAsync(CancellationToken.None);
            await tx.ExecuteAsync(InsertMessagesSql, Messages(entries), CancellationToken.None);
            await tx.ExecuteAsync(InsertEventsSql, Events(entries), CancellationToken.None);
            tx.Wake(WakeTopic.Simulator);
            var handsets = entries.Select(entry => new HandsetChanged(entry.BusinessUnitId, entry.Handset)).Distinct().ToList();
            if (handsets.Count <= MostHandsetsTold)
                handsets.ForEach(tx.Publish);
            committing = true;
            await tx.CommitAsync(CancellationToken.None);
            if (handsets.Count > MostHandsetsTold)
                handsets.ForEach(live.PublishHere);
            return BookOutcome.Written;
        }
        catch (Exception outage)
        {
            Log.CannotWrite(logger, entries.Count, outage);
            return committing ? BookOutcome.Unclear : BookOutcome.NotWritten;
        }
    }

    private static object Messages(List<BookEntry> entries)
    {
        var rows = entries.SelectMany(entry => entry.Parts.Select((part, index) => (Entry: entry, Part: part, Number: (short)(index + 1)))).ToList();
        return new
        {
            business_units = rows.ConvertAll(row => row.Entry.BusinessUnitId.Value).ToArray(),
            providers = rows.ConvertAll(row => row.Entry.ProviderId.Value).ToArray(),
            provider_message_ids = rows.ConvertAll(row => row.Part.Id).ToArray(),
            directions = rows.ConvertAll(row => row.Entry.Direction == HandsetDirection.ToHandset ? "toHandset" : "fromHandset").ToArray(),
            handsets = rows.ConvertAll(row => row.Entry.Handset).ToArray(),
            peers = rows.ConvertAll(row => row.Entry.Peer).ToArray(),
            client_references = rows.ConvertAll(row => row.Entry.Reference).ToArray(),
            parts = rows.ConvertAll(row => row.Number).ToArray(),
            totals = rows.ConvertAll(row => (short)row.Entry.Parts.Count).ToArray(),
            texts = rows.ConvertAll(row => row.Part.Text).ToArray(),
            media_urls = rows.ConvertAll(row => row.Number == 1 ? string.Join('\n', row.Entry.MediaUrls) : "").ToArray(),
            at = rows.ConvertAll(row => row.Entry.At.UtcDateTime).ToArray(),
        };
    }

    private static object Events(List<BookEntry> entries)
    {
        var rows = entries.SelectMany(entry => entry.Events.Select(told => (Entry: entry, Event: told))).ToList();
        return new
        {
            business_units = rows.ConvertAll(row => row.Entry.BusinessUnitId.Value).ToArray(),
            providers = rows.ConvertAll(row => row.Entry.ProviderId.Value).ToArray(),
            subjects = rows.ConvertAll(row => row.Event.SubjectId).ToArray(),
            kinds = rows.ConvertAll(row => row.Event.Kind).ToArray(),
            states = rows.ConvertAll(row => row.Event.State?.Wire()).ToArray(),
            codes = rows.ConvertAll(row => row.Event.Code).ToArray(),
            delays = rows.ConvertAll(row => row.Event.Delay.TotalMilliseconds).ToArray(),
        };
    }

    private sealed class Waiting(BookEntry entry)
    {
        private readonly TaskCompletionSource<BookOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public BookEntry Entry => entry;

        public Task<BookOutcome> Outcome => _outcome.Task;

        public void Tell(BookOutcome outcome) => _outcome.TrySetResult(outcome);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The simulated carrier cannot write {Count} messages into its books.")]
        public static partial void CannotWrite(ILogger logger, int count, Exception outage);
    }
}
