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

    /// <summary>A phone number, a short code or a name.</summary>
    public required string Address { get; init; }

    /// <summary>Two letters (ISO 3166): whose plan a national number or a short code is of. Null: the business unit's country.</summary>
    public string? Country { get; init; }

    public string Label { get; init; } = "";

    public bool Enabled { get; init; } = true;

    /// <summary>Null: it receives, when its kind can.</summary>
    public bool? Inbound { get; init; }

    public bool Mms { get; init; }

    public bool Verified { get; init; } = true;

    /// <summary>0.01 to 10000. Null: what is usual for its kind (long code 5, short code 100, toll-free 3, name 10, WhatsApp 80).</summary>
    public decimal? MessagesPerSecond { get; init; }

    /// <summary>Takes the place of the one that is so far.</summary>
    public bool GlobalOutbound { get; init; }

    public DncListId? DncListId { get; init; }

    public SenderId? FallbackSenderId { get; init; }

    public ProviderId? FallbackProviderId { get; init; }

    // One change of senders at a time: two at once could make a circle of fallbacks, or two global outbound ones.
    private const string CountrySql = "SELECT country FROM business_unit WHERE id = @business_unit_id FOR UPDATE";

    private const string DefaultProviderSql = "SELECT id FROM provider WHERE business_unit_id = @business_unit_id AND is_default";

    private const string InsertSql =
        """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, label, enabled, inbound, mms, verified, verified_at,
                            messages_per_second, global_outbound, dnc_list_id, fallback_sender_id, fallback_provider_id, created_at)
        VALUES (@business_unit_id, @id, @provider_id, @kind, @address, @label, @enabled, @inbound, @mms, @verified,
                CASE WHEN @verified THEN @now::timestamptz END, @messages_per_second, false, @dnc_list_id, @fallback_sender_id,
                @fallback_provider_id, @now)
        ON CONFLICT (business_unit_id, address) DO NOTHING
        """;

    public static async Task<Results<Created<Sender>, ProblemHttpResult>> HandleAsync(
        CreateSender body, Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var country = await tx.QuerySingleAsync<string>(CountrySql, new { business_unit_id = unit }, cancellationToken);
        var (address, fault) = SenderAddress.Read(body.Kind, body.Address, body.Country ?? country);
        var links = new SenderLinks
        {
            Id = Id.New<SenderId>(time),
            Kind = body.Kind,
            ProviderId = body.ProviderId
                ?? await tx.QuerySingleOrDefaultAsync<ProviderId?>(DefaultProviderSql, new { business_unit_id = unit }, cancellationToken),
            DncListId = body.DncListId,
            FallbackSenderId = body.FallbackSenderId,
            FallbackProviderId = body.FallbackProviderId,
        };
        var validation = SenderRules.Check(body.Kind, body.Label, body.MessagesPerSecond, body.Inbound, body.Mms)
            .Check(body.Country is null || IsCountry(body.Country), "country", "Give a country as two capital letters, e.g. UY.")
            .Check(fault is null, "address", fault ?? "");
        await links.CheckAsync(tx, caller, validation, cancellationToken);
        if (validation.Failed)
            return validation.ToProblem();
        if (body is { GlobalOutbound: true, Verified: false })
            return SenderProblems.SenderNotVerified();

        var now = time.GetUtcNow();
        var made = await tx.ExecuteAsync(
            InsertSql,
            new
            {
                business_unit_id = unit,
                id = links.Id,
                provider_id = links.ProviderId?.Value,
                kind = Words.Camel(body.Kind),
                address,
                label = body.Label.Trim(),
                enabled = body.Enabled,
                inbound = body.Inbound ?? body.Kind != SenderKind.Alphanumeric,
                mms = body.Mms,
                verified = body.Verified,
                messages_per_second = body.MessagesPerSecond ?? SenderRules.UsualPace(body.Kind),
                dnc_list_id = body.DncListId?.Value,
                fallback_sender_id = body.FallbackSenderId?.Value,
                fallback_provider_id = body.FallbackProviderId?.Value,
                now,
            },
            cancellationToken);
        if (made == 0)
            return Problems.Conflict("senderExists", "There is already a sender with this address.");
        if (body.GlobalOutbound)
            await GlobalOutboundSender.MoveAsync(tx, unit, links.Id, cancellationToken);
        await Audit.RecordAsync(
            tx, caller, "sender.create", "sender", links.Id.Value, new { body.Kind, providerId = links.ProviderId }, now, cancellationToken);
        var sender = await Sender.FindAsync(tx, unit, links.Id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/senders/{links.Id.Value}", sender!);
    }

    private static bool IsCountry(string country) => country.Length == 2 && country.All(char.IsAsciiLetterUpper);
}
