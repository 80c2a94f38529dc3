using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Messages;
using Chasqui.Outbound;
using Chasqui.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

internal sealed record ProviderTest
{
    /// <summary>The account is reachable and its credentials are good.</summary>
    public required bool Works { get; init; }

    /// <summary>What answered, or what is wrong and what to do.</summary>
    public required string Sentence { get; init; }

    /// <summary>What is left, with its currency; null when the provider does not tell.</summary>
    public required string? Balance { get; init; }
}

/// <summary>Asks a provider whether its account works, without sending anything. One that works is resumed if its carrier had stopped it.</summary>
internal sealed partial class TestProvider(
    ChasquiDatabase database, ProviderConnections connections, ProviderAccounts accounts, TimeProvider time, ILogger<TestProvider> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const string ExistsSql = "SELECT EXISTS (SELECT FROM provider WHERE business_unit_id = @business_unit_id AND id = @id)";

    private const string RecordSql =
        """
        UPDATE provider SET checked_at = @now, check_works = @works, check_sentence = @sentence, balance = @balance
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public async Task<Results<Ok<ProviderTest>, ProblemHttpResult>> HandleAsync(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        var providerId = new ProviderId(id);
        await using (var tx = await database.BeginAsync(unit, cancellationToken))
        {
            if (!await tx.QuerySingleAsync<bool>(ExistsSql, new { business_unit_id = unit, id }, cancellationToken))
                return Problems.NotFound("provider");
        }

        accounts.Forget(providerId); // a change made at another node a moment ago is what is to be tested
        var connection = await connections.GetAsync(unit, providerId, cancellationToken);
        if (connection is not IAccountCheck check)
        {
            return TypedResults.Ok(new ProviderTest
            {
                Works = false,
                Sentence = connection is null
                    ? "This server does not know this kind of provider."
                    : "A provider of this kind cannot be tested without sending: send a message to a phone of yours.",
                Balance = null,
            });
        }

        var result = await AskAsync(check, providerId, cancellationToken);
        await RecordAsync(unit, providerId, result, cancellationToken);
        return TypedResults.Ok(new ProviderTest { Works = result.Works, Sentence = result.Sentence, Balance = result.Balance });
    }

    private async Task<AccountCheck> AskAsync(IAccountCheck check, ProviderId id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await check.CheckAsync(either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new AccountCheck(
                Works: false,
                $"The provider did not answer within {Patience.TotalSeconds:0} seconds: check its address, and whether this server may reach it.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(logger, fault, id.Value);
            return new AccountCheck(Works: false, "The test failed in this server's program; its log says why.");
        }
    }

    private async Task RecordAsync(BusinessUnitId unit, ProviderId id, AccountCheck result, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await tx.ExecuteAsync(
            RecordSql, new { business_unit_id = unit, id, now, works = result.Works, sentence = result.Sentence, balance = result.Balance }, cancellationToken);
        if (result.Works && await ProviderPause.ResumeAsync(tx, unit, id, byHand: false, now, cancellationToken))
            tx.Wake(WakeTopic.Outbox);
        tx.Publish(new ProvidersChanged(unit));
        await tx.CommitAsync(cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Testing provider {ProviderId} failed")]
        public static partial void Failed(ILogger logger, Exception exception, Guid providerId);
    }
}
