using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers;
using Chasqui.Dialers.Imports;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Outbound;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Integra;

/// <summary>What became of a message, in as few words as today's integrations read.</summary>
internal sealed record SentSms
{
    public required MessageId Id { get; init; }

    /// <summary>queued, or blocked by our gate.</summary>
    public required DeliveryState State { get; init; }
}

/// <summary>
/// POST and GET /Integra/resources/SMS/SendSMS: one message, as today's integrations ask for it. With a campaign it goes out with
/// the dialer of that name, at its hours and pace; without, at once.
/// </summary>
internal static class SendSms
{
    private const string AgentSql =
        """
        SELECT id FROM app_user
        WHERE business_unit_id = @business_unit_id AND enabled AND (email = lower(@agent) OR name = @agent)
        ORDER BY email = lower(@agent) DESC, created_at, id
        LIMIT 1
        """;

    public static async Task<Results<Ok<SentSms>, ProblemHttpResult>> PostAsync(
        Caller caller, HttpRequest request, ChasquiDatabase database, Outbox outbox, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", "Send the body as application/x-www-form-urlencoded.");
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "badRequest", "The form cannot be read.");
        }

        return await SendAsync(name => form[name].ToString(), caller, database, outbox, cancellationToken);
    }

    public static Task<Results<Ok<SentSms>, ProblemHttpResult>> GetAsync(
        Caller caller, HttpContext context, ChasquiDatabase database, Outbox outbox, CancellationToken cancellationToken)
    {
        var values = IntegraParameters.Read(context);
        return SendAsync(name => values.GetValueOrDefault(name, ""), caller, database, outbox, cancellationToken);
    }

    private static async Task<Results<Ok<SentSms>, ProblemHttpResult>> SendAsync(
        Func<string, string> value, Caller caller, ChasquiDatabase database, Outbox outbox, CancellationToken cancellationToken)
    {
        // A page could have a signed-in browser fetch this address; it has no key.
        if (caller.ApiKeyId is null)
            return Problems.Forbidden("apiKeyRequired", "Only programs with an API key may send here.");

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var (destination, campaign, text) = (value("destination"), value("campaign").Trim(), value("message"));
        var country = await UnitCountry.OfAsync(tx, caller.BusinessUnitId, cancellationToken);
        var valid = PhoneNumber.TryParse(destination, country, out _, out var fault);
        NamedDialer? dialer = null;
        var known = campaign.Length == 0
            || (await VisibleDialers.ByNameAsync(tx, caller, cancellationToken)).TryGetValue(campaign, out dialer);
        var validation = new Validation()
            .Check(valid, "destination", fault.Sentence())
            .Check(!string.IsNullOrWhiteSpace(text), "message", "The message is empty.")
            .Check(text.Length <= Addressing.LongestText, "message", $"Use at most {Addressing.LongestText} characters.")
            .Check(known, "campaign", "There is no dialer of that name.");
        if (validation.Failed
            || await Addressing.ResolveAsync(tx, caller, destination, null, dialer?.Id, validation, cancellationToken) is not { } address)
            return validation.ToProblem();

        var agent = await AgentAsync(tx, caller.BusinessUnitId, value("agent").Trim(), cancellationToken);
        var message = new NewMessage
        {
            BusinessUnitId = caller.BusinessUnitId,
            SenderId = address.SenderId,
            To = address.To,
            Text = text,
            Author = agent is null ? AuthorKind.Api : AuthorKind.Agent,
            AuthorId = agent ?? caller.ActorId,
            DialerId = dialer?.Id,
        };
        var enqueued = await outbox.EnqueueAsync(tx, message, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(new SentSms { Id = enqueued.Id, State = enqueued.State });
    }

    private static async Task<Guid?> AgentAsync(
        DatabaseTransaction tx, BusinessUnitId unit, string agent, CancellationToken cancellationToken) =>
        agent.Length == 0
            ? null
            : await tx.QuerySingleOrDefaultAsync<Guid?>(AgentSql, new { business_unit_id = unit, agent }, cancellationToken);
}
