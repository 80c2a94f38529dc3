using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Support;

/// <summary>Puts objects straight into a business unit's tables, for tests that are not about making them.</summary>
internal sealed class Seed(ChasquiDatabase database, TimeProvider time, BusinessUnitId unit)
{
    private static int s_number;

    public async Task<ProviderId> ProviderAsync(CancellationToken cancellationToken, string kind = "simulator")
    {
        var id = Id.New<ProviderId>(time);
        await ExecuteAsync(
            """
            INSERT INTO provider (business_unit_id, id, name, kind, is_default, created_at)
            SELECT @unit, @id, @name, @kind, NOT EXISTS (SELECT FROM provider WHERE business_unit_id = @unit AND is_default), @now
            """,
            new { unit, id, name = Name("Provider"), kind, now = Now }, cancellationToken);
        return id;
    }

    /// <summary>A long code that receives; with its own provider when none is given.</summary>
    public async Task<SenderId> SenderAsync(
        CancellationToken cancellationToken, ProviderId? provider = null, string? address = null, bool inbound = true,
        decimal messagesPerSecond = 1000)
    {
        provider ??= await ProviderAsync(cancellationToken);
        var id = Id.New<SenderId>(time);
        await ExecuteAsync(
            """
            INSERT INTO sender (business_unit_id, id, provider_id, kind, address, inbound, messages_per_second, created_at)
            VALUES (@unit, @id, @provider, 'longCode', @address, @inbound, @messagesPerSecond, @now)
            """,
            new { unit, id, provider, address = address ?? Number(), inbound, messagesPerSecond, now = Now }, cancellationToken);
        return id;
    }

    public async Task<QueueId> QueueAsync(CancellationToken cancellationToken, string? name = null, params TestUser[] members)
    {
        var id = Id.New<QueueId>(time);
        await ExecuteAsync(
            "INSERT INTO queue (business_unit_id, id, name, created_at) VALUES (@unit, @id, @name, @now)",
            new { unit, id, name = name ?? Name("queue"), now = Now }, cancellationToken);
        foreach (var member in members)
        {
            await ExecuteAsync(
                "INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at) VALUES (@unit, @id, @user, @now)",
                new { unit, id, user = member.Id, now = Now }, cancellationToken);
        }

        return id;
    }

    public async Task<EntryPointId> EntryPointAsync(SenderId sender, QueueId queue, CancellationToken cancellationToken)
    {
        var id = Id.New<EntryPointId>(time);
        await ExecuteAsync(
            "INSERT INTO entry_point (business_unit_id, id, name, sender_id, queue_id) VALUES (@unit, @id, @name, @sender, @queue)",
            new { unit, id, name = Name("Entry"), sender, queue }, cancellationToken);
        return id;
    }

    /// <summary>Always open, without a gap, not started.</summary>
    public async Task<DialerId> DialerAsync(SenderId sender, CancellationToken cancellationToken, string? name = null)
    {
        var id = Id.New<DialerId>(time);
        var list = Id.New<DncListId>(time);
        await ExecuteAsync(
            """
            WITH list AS (INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@unit, @list, 'dialer', @name))
            INSERT INTO dialer (business_unit_id, id, name, sender_id, dnc_list_id, created_at)
            VALUES (@unit, @id, @name, @sender, @list, @now)
            """,
            new { unit, id, list, name = name ?? Name("dialer"), sender, now = Now }, cancellationToken);
        return id;
    }

    /// <summary>A statement of the test's own, in a transaction of its own. Its parameter @unit is this business unit.</summary>
    public async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.ExecuteAsync(sql, parameters, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>A valid Uruguayan mobile number nobody else in this run has.</summary>
    public static string Number() => $"+5989{Interlocked.Increment(ref s_number) + 1_000_000:D7}";

    private DateTimeOffset Now => time.GetUtcNow();

    private static string Name(string kind) => $"{kind}{Interlocked.Increment(ref s_number)}";
}
