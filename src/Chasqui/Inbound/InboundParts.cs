using System.Text.Json;
using System.Text.Json.Serialization;
using Chasqui.Database;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers;
using Chasqui.Routing;

namespace Chasqui.Inbound;

/// <summary>
/// Long messages come in parts, in any order and on any node. A part waits for the others, two minutes at most; then what is there is
/// stored with a mark where something is missing. Nothing that came is ever lost: a part that comes later still is a message of its own.
/// </summary>
internal sealed class InboundParts(ChasquiDatabase database, InboundMessages messages, TimeProvider time)
{
    public const string JobKind = "inboundParts";

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Remember = TimeSpan.FromDays(1);

    /// <summary>Without ids, the same part told again is the same only for so long: the reference then means another message.</summary>
    private static readonly TimeSpan SameFor = TimeSpan.FromMinutes(10);

    private const int LongestKey = 200;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    // Whoever brings a part of the same message waits here.
    private const string LockSql = "SELECT pg_advisory_xact_lock(hashtextextended(@lock, 0))";

    private const string RelatedSql =
        """
        SELECT group_id, number, provider_message_id, told::text AS told, received_at, joined_at IS NOT NULL AS joined
        FROM inbound_part
        WHERE business_unit_id = @business_unit_id AND provider_id = @provider_id AND contact_address = @contact_address
          AND our_address = @our_address AND reference = @reference AND total = @total
        """;

    private const string AddSql =
        """
        INSERT INTO inbound_part (business_unit_id, group_id, number, provider_id, contact_address, our_address, reference, total,
                                  provider_message_id, told, received_at)
        VALUES (@business_unit_id, @group_id, @number, @provider_id, @contact_address, @our_address, @reference, @total,
                @provider_message_id, @told::json, @now)
        """;

    private const string KeyOfSql =
        """
        SELECT provider_id, contact_address, our_address, reference, total FROM inbound_part
        WHERE business_unit_id = @business_unit_id AND group_id = @group_id
        LIMIT 1
        """;

    private const string JoinedSql =
        "UPDATE inbound_part SET joined_at = @now WHERE business_unit_id = @business_unit_id AND group_id = @group_id";

    private const string DropSql = "DELETE FROM inbound_part WHERE joined_at < @before";

    /// <returns>True when the part is new.</returns>
    public async Task<bool> AcceptAsync(
        BusinessUnitId unit, ProviderId providerId, InboundMessage message, InboundPart part, CancellationToken cancellationToken)
    {
        var key = new PartKey(unit, providerId, Storable(message.From), Storable(message.To), Storable(part.Reference), (short)part.Total);
        return await Contention.RetryAsync<bool>(
            async () =>
            {
                await using var tx = await database.BeginAsync(unit, cancellationToken);
                var added = await AddAsync(tx, key, message, part, cancellationToken);
                if (added)
                    await tx.CommitAsync(cancellationToken);
                return added;
            }, time, cancellationToken) ?? false;
    }

    /// <summary>Stores what is there of a message whose time is up.</summary>
    public async Task GiveUpAsync(Job job, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(job.BusinessUnitId, cancellationToken);
        var id = new { business_unit_id = job.BusinessUnitId, group_id = job.SubjectId };
        if (await tx.QuerySingleOrDefaultAsync<KeyRow>(KeyOfSql, id, cancellationToken) is { } row)
        {
            var key = row.ToKey(job.BusinessUnitId);
            var group = (await LockAsync(tx, key, cancellationToken)).Where(part => part.GroupId == job.SubjectId && !part.Joined).ToList();
            if (group.Count > 0)
                await StoreAsync(tx, key, job.SubjectId, group, cancellationToken);
        }

        if (await JobQueue.CompleteAsync(tx, job, cancellationToken))
            await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Forgets parts long joined.</summary>
    public async Task DropOldAsync(CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(DropSql, new { before = time.GetUtcNow() - Remember }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    private async Task<bool> AddAsync(
        DatabaseTransaction tx, PartKey key, InboundMessage message, InboundPart part, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var related = await LockAsync(tx, key, cancellationToken);
        var providerMessageId = Storable(message.ProviderMessageId);
        if (related.Any(known => known.Number == part.Number && IsSame(known, providerMessageId, message, now)))
            return false;

        var open = related.Where(known => !known.Joined).ToList();
        if (open.Any(known => known.Number == part.Number))
        {
            // The phone has come round to this reference again: what waits is another message, and will not be completed.
            await StoreAsync(tx, key, open[0].GroupId, open, cancellationToken);
            await JobQueue.CancelAsync(tx, JobKind, open[0].GroupId, cancellationToken);
            open = [];
        }

        var groupId = open.Count > 0 ? open[0].GroupId : Guid.CreateVersion7(now);
        var row = new PartRow
        {
            GroupId = groupId,
            Number = (short)part.Number,
            ProviderMessageId = providerMessageId,
            Told = JsonSerializer.Serialize(message with { ToldAt = message.ToldAt ?? now }, Options),
            ReceivedAt = now,
            Joined = false,
        };
        await tx.ExecuteAsync(AddSql, new
        {
            business_unit_id = key.BusinessUnitId,
            group_id = groupId,
            number = row.Number,
            provider_id = key.ProviderId,
            contact_address = key.ContactAddress,
            our_address = key.OurAddress,
            reference = key.Reference,
            total = key.Total,
            provider_message_id = row.ProviderMessageId,
            told = row.Told,
            now,
        }, cancellationToken);
        if (open.Count + 1 < part.Total)
        {
            if (open.Count == 0)
                await JobQueue.SetAsync(tx, JobKind, groupId, key.BusinessUnitId, Patience, payload: null, cancellationToken);
            return true;
        }

        await StoreAsync(tx, key, groupId, [.. open, row], cancellationToken);
        await JobQueue.CancelAsync(tx, JobKind, groupId, cancellationToken);
        return true;
    }

    private static async Task<IReadOnlyList<PartRow>> LockAsync(DatabaseTransaction tx, PartKey key, CancellationToken cancellationToken)
    {
        await tx.ExecuteAsync(LockSql, new { @lock = key.ToString() }, cancellationToken);
        return await tx.QueryAsync<PartRow>(RelatedSql, new
        {
            business_unit_id = key.BusinessUnitId,
            provider_id = key.ProviderId,
            contact_address = key.ContactAddress,
            our_address = key.OurAddress,
            reference = key.Reference,
            total = key.Total,
        }, cancellationToken);
    }

    private async Task StoreAsync(
        DatabaseTransaction tx, PartKey key, Guid groupId, IReadOnlyList<PartRow> group, CancellationToken cancellationToken)
    {
        // Parts have been told apart; their whole is as new as they are, whatever ids the provider gives them.
        var whole = JoinedParts.Join(group.Select(row => row.Message), $"parts:{groupId}");
        await messages.StoreAsync(tx, key.BusinessUnitId, key.ProviderId, InboundContent.Read(whole, time.GetUtcNow()), cancellationToken);
        await tx.ExecuteAsync(
            JoinedSql, new { business_unit_id = key.BusinessUnitId, group_id = groupId, now = time.GetUtcNow() }, cancellationToken);
    }

    private static bool IsSame(PartRow known, string providerMessageId, InboundMessage message, DateTimeOffset now)
    {
        if (providerMessageId.Length > 0 || known.ProviderMessageId.Length > 0)
            return known.ProviderMessageId == providerMessageId;
        var told = known.Message;
        return now - known.ReceivedAt < SameFor && told.Text == message.Text
            && (told.Part?.Encoded?.Body ?? []).AsSpan().SequenceEqual(message.Part?.Encoded?.Body ?? []);
    }

    private static string Storable(string text)
    {
        var plain = MessageText.Normalise(text).Trim();
        return plain.Length <= LongestKey
            ? plain
            : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(plain)));
    }

    private sealed record PartKey(
        BusinessUnitId BusinessUnitId, ProviderId ProviderId, string ContactAddress, string OurAddress, string Reference, short Total);

    private sealed record KeyRow
    {
        public required ProviderId ProviderId { get; init; }

        public required string ContactAddress { get; init; }

        public required string OurAddress { get; init; }

        public required string Reference { get; init; }

        public required short Total { get; init; }

        public PartKey ToKey(BusinessUnitId unit) => new(unit, ProviderId, ContactAddress, OurAddress, Reference, Total);
    }

    private sealed record PartRow
    {
        public required Guid GroupId { get; init; }

        public required short Number { get; init; }

        public required string ProviderMessageId { get; init; }

        public required string Told { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required bool Joined { get; init; }

        public InboundMessage Message => JsonSerializer.Deserialize<InboundMessage>(Told, Options)!;
    }
}

/// <summary>Ends the wait for missing parts.</summary>
internal sealed class IncompleteMessages(InboundParts parts) : IJobHandler
{
    public string Kind => InboundParts.JobKind;

    public Task HandleAsync(Job job, CancellationToken cancellationToken) => parts.GiveUpAsync(job, cancellationToken);
}
