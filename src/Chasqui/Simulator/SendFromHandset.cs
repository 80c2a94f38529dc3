using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Simulator;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Simulator;

/// <summary>What the person with the virtual handset writes.</summary>
internal sealed record SendFromHandset
{
    /// <summary>One of the business unit's senders at the simulated carrier: its address, or a number in any usual spelling.</summary>
    public required string To { get; init; }

    /// <summary>Up to 2,000 characters; may be empty when there are media.</summary>
    public required string Text { get; init; }

    /// <summary>Up to 10 http or https addresses.</summary>
    public IReadOnlyList<string>? MediaUrls { get; init; }
}

/// <param name="Id">Of the message, as the handset's list has it.</param>
internal sealed record SentFromHandset(Guid Id);

/// <summary>A contact writes to us: the carrier enters it and tells us of it, as a real one would.</summary>
internal static class SendFromHandsetHandler
{
    private const int LongestText = 2_000;
    private const int MostMedia = 10;
    private const int LongestUrl = 2_000;
    private const string RetryAfterSeconds = "2"; // as for every answer of a database that is away

    private const string SenderSql =
        """
        SELECT s.address, s.provider_id
        FROM sender AS s
        JOIN provider AS p ON p.business_unit_id = s.business_unit_id AND p.id = s.provider_id
        WHERE s.business_unit_id = @business_unit_id AND s.address = ANY(@addresses::text[]) AND p.kind = @kind
        LIMIT 1
        """;

    public static async Task<Results<Accepted<SentFromHandset>, ProblemHttpResult>> HandleAsync(
        string number, SendFromHandset body, HttpContext context, Caller caller, ChasquiDatabase database, CarrierBooks books, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        PhoneNumber handset;
        Sender? sender;
        var validation = new Validation();
        await using (var tx = await database.BeginAsync(unit, cancellationToken))
        {
            var country = await HandsetNumber.CountryAsync(tx, unit, cancellationToken);
            validation.Check(PhoneNumber.TryParse(number, country, out handset, out _), "number", "Give a valid phone number for the handset.");
            string[] addresses = PhoneNumber.TryParse(body.To, country, out var to, out _) ? [body.To, to.Value] : [body.To];
            sender = await tx.QuerySingleOrDefaultAsync<Sender>(
                SenderSql, new { business_unit_id = unit, addresses, kind = SimulatorKind.Word }, cancellationToken);
        }

        var media = body.MediaUrls ?? [];
        var text = MessageText.Normalise(body.Text);
        validation
            .Check(sender is not null, "to", "Give the address of a sender whose provider is the simulator.")
            .Check(body.Text.Length <= LongestText, "text", $"Write at most {LongestText} characters.")
            .Check(text.Length > 0 || media.Count > 0, "text", "Write something, or add media.")
            .Check(media.Count <= MostMedia, "mediaUrls", $"Add at most {MostMedia} media.")
            .Check(media.All(IsWebAddress), "mediaUrls", "Give full http or https addresses.");
        if (validation.Failed)
            return validation.ToProblem();

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var reference = id.ToString("N");
        var outcome = await books.WriteAsync(
            new BookEntry
            {
                BusinessUnitId = unit,
                ProviderId = sender!.ProviderId,
                Direction = HandsetDirection.FromHandset,
                Handset = handset.Value,
                Peer = sender.Address,
                Reference = reference,
                Parts = SimulatedCarrier.Parts(id, text),
                MediaUrls = media,
                At = now,
                Events = [new BookEvent(reference, BookEvent.Inbound, null, null, TimeSpan.Zero)],
            },
            cancellationToken);
        if (outcome == BookOutcome.Written)
            return TypedResults.Accepted((string?)null, new SentFromHandset(id));
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable, "databaseUnavailable",
            $"The carrier's books cannot be written now; try again in {RetryAfterSeconds} seconds.");
    }

    private static bool IsWebAddress(string url) => url.Length <= LongestUrl && !url.Contains('\n', StringComparison.Ordinal)
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private sealed record Sender
    {
        public required string Address { get; init; }

        public required ProviderId ProviderId { get; init; }
    }
}
