using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal sealed record CreateSender
{
    /// <summary>Null: the default provider.</summary>
    public ProviderId? ProviderId { get; init; }

    public required SenderKind Kind { get; init; }

    /// <summary>A phone number (national ones are read as the business unit's country's), a short code or a name.</summary>
    public required string Address { get; init; }

    public string Label { get; init; } = "";

    public bool Enabled { get; init; } = true;

    /// <summary>Null: it receives, when its kind can.</summary>
    public bool? Inbound { get; init; }

    public bool Mms { get; init; }

    public bool Verified { get; init; } = true;

    /// <summary>0.01 to 10000. Default: 5.</summary>
    public decimal MessagesPerSecond { get; init; } = 5;

    private const string CountrySql = "SELECT country FROM business_unit WHERE id = @business_unit_id";

    private const string ProviderSql =
        """
        SELECT id FROM provider
        WHERE business_unit_id = @business_unit_id AND CASE WHEN @id::uuid IS NULL THEN is_default ELSE id = @id END
        """;

    private const string InsertSql =
        """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, label, enabled, inbound, mms, verified,
                            messages_per_second, created_at)
        VALUES (@business_unit_id, @id, @provider_id, @kind, @address, @label, @enabled, @inbound, @mms, @verified,
                @messages_per_second, @now)
        ON CONFLICT (business_unit_id, address) DO NOTHING
        """;

    public static async Task<Results<Created<Sender>, ProblemHttpResult>> HandleAsync(
        CreateSender body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var country = await tx.QuerySingleAsync<string>(CountrySql, new { business_unit_id = unit }, cancellationToken);
        var (address, fault) = SenderAddress.Read(body.Kind, body.Address, country);
        var provider = await tx.QuerySingleOrDefaultAsync<ProviderId?>(
            ProviderSql, new { business_unit_id = unit, id = body.ProviderId?.Value }, cancellationToken);
        var validation = SenderRules.Check(body.Label, body.MessagesPerSecond)
            .Check(fault is null, "address", fault ?? "")
            .Check(body.Kind != SenderKind.Alphanumeric || body.Inbound != true, "inbound", "Nobody can answer a name.")
            .Check(provider is not null, "providerId", body.ProviderId is null ? "Make a provider first." : "There is no such provider.");
        if (validation.Failed)
            return validation.ToProblem();

        var id = Id.New<SenderId>(time);
        var now = time.GetUtcNow();
        var made = await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id,
                provider_id = provider,
                kind = Words.Camel(body.Kind),
                address,
                label = body.Label.Trim(),
                enabled = body.Enabled,
                inbound = body.Inbound ?? body.Kind != SenderKind.Alphanumeric,
                mms = body.Mms,
                verified = body.Verified,
                messages_per_second = body.MessagesPerSecond,
                now,
            },
            cancellationToken);
        if (made == 0)
            return Problems.Conflict("senderExists", "There is already a sender with this address.");
        await Audit.RecordAsync(
            tx, caller, "sender.create", "sender", id.Value, new { body.Kind, providerId = provider }, now, cancellationToken);
        var sender = await Sender.FindAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/senders/{id.Value}", sender!);
    }
}
