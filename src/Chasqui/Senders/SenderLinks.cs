using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Senders;

/// <summary>What a sender is to point at, once the change is made; null: at nothing.</summary>
internal sealed record SenderLinks
{
    /// <summary>In a change, an id of all zeroes takes a link away: what is left out stays.</summary>
    public static readonly Guid None = Guid.Empty;

    /// <summary>Senders in a row, the first one included. Each one more delays what is certain to fail anyway.</summary>
    public const int LongestChain = 3;

    public required SenderId Id { get; init; }

    public required SenderKind Kind { get; init; }

    public required ProviderId? ProviderId { get; init; }

    public required DncListId? DncListId { get; init; }

    public required SenderId? FallbackSenderId { get; init; }

    public required ProviderId? FallbackProviderId { get; init; }

    /// <summary>False while <see cref="FallbackSenderId"/> stays what it was: what has become of that one since is no fault of this change.</summary>
    public bool ChecksChain { get; init; } = true;

    private const string TargetsSql =
        """
        SELECT EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND id = @provider_id) AS provider,
               EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND id = @fallback_provider_id) AS other_provider,
               EXISTS (SELECT FROM dnc_list
                       WHERE business_unit_id = @business_unit_id AND id = @dnc_list_id AND kind = 'group') AS dnc_list
        """;

    // Circles are cut off a little beyond the longest chain.
    private const string ChainSql =
        """
        WITH RECURSIVE ahead AS (
            SELECT id, fallback_sender_id, 1 AS place FROM sender WHERE business_unit_id = @business_unit_id AND id = @fallback_sender_id
            UNION ALL
            SELECT sender.id, sender.fallback_sender_id, ahead.place + 1
            FROM ahead JOIN sender ON sender.business_unit_id = @business_unit_id AND sender.id = ahead.fallback_sender_id
            WHERE ahead.place <= @longest
        ), behind AS (
            SELECT id, 1 AS place FROM sender WHERE business_unit_id = @business_unit_id AND fallback_sender_id = @id
            UNION ALL
            SELECT sender.id, behind.place + 1
            FROM behind JOIN sender ON sender.business_unit_id = @business_unit_id AND sender.fallback_sender_id = behind.id
            WHERE behind.place <= @longest
        )
        SELECT (SELECT kind FROM sender WHERE business_unit_id = @business_unit_id AND id = @fallback_sender_id) AS kind,
               (SELECT verified FROM sender WHERE business_unit_id = @business_unit_id AND id = @fallback_sender_id) AS verified,
               EXISTS (SELECT FROM ahead WHERE id = @id) AS is_circle,
               (SELECT coalesce(max(place), 0) FROM ahead) + 1 + (SELECT coalesce(max(place), 0) FROM behind) AS length
        """;

    /// <summary>Adds to <paramref name="validation"/> what cannot be. The caller holds the business unit's lock, so that no two make a circle.</summary>
    public async Task CheckAsync(DatabaseTransaction tx, Caller caller, Validation validation, CancellationToken cancellationToken)
    {
        var its = new
        {
            business_unit_id = caller.BusinessUnitId,
            id = Id,
            provider_id = ProviderId?.Value,
            dnc_list_id = DncListId?.Value,
            fallback_sender_id = FallbackSenderId?.Value,
            fallback_provider_id = FallbackProviderId?.Value,
            longest = LongestChain,
        };
        var targets = await tx.QuerySingleAsync<TargetsRow>(TargetsSql, its, cancellationToken);
        validation
            .Check(targets.Provider, "providerId", ProviderId is null ? "Make a provider first." : "There is no such provider.")
            .Check(DncListId is null || targets.DncList, "dncListId", "There is no such group.")
            .Check(FallbackProviderId is null || targets.OtherProvider, "fallbackProviderId", "There is no such provider.")
            .Check(FallbackProviderId is null || FallbackProviderId != ProviderId, "fallbackProviderId", "This is the provider it falls back from.");
        if (FallbackSenderId is null || !ChecksChain)
            return;

        var chain = await tx.QuerySingleAsync<ChainRow>(ChainSql, its, cancellationToken);
        validation
            .Check(chain.Kind is not null, "fallbackSenderId", "There is no such sender.")
            .Check(chain.Verified != false, "fallbackSenderId", "This sender is not verified: verify it first.")
            .Check(FallbackSenderId != Id && !chain.IsCircle, "fallbackSenderId", "These senders would fall back to each other in a circle.")
            .Check(chain.IsCircle || chain.Length <= LongestChain, "fallbackSenderId", $"At most {LongestChain} senders in a row: this makes {chain.Length}.")
            .Check(
                Kind == SenderKind.WhatsApp || chain.Kind != SenderKind.WhatsApp, "fallbackSenderId",
                "WhatsApp takes free text only from who wrote there lately: it cannot stand in for a text number.");
    }

    private sealed record TargetsRow
    {
        public required bool Provider { get; init; }

        public required bool OtherProvider { get; init; }

        public required bool DncList { get; init; }
    }

    private sealed record ChainRow
    {
        public SenderKind? Kind { get; init; }

        public bool? Verified { get; init; }

        public required bool IsCircle { get; init; }

        public required int Length { get; init; }
    }
}
