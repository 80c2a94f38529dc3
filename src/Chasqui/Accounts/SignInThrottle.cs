using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chasqui.Database;

namespace Chasqui.Accounts;

/// <summary>Whether a password may be tried now. With <see cref="Wait"/> it may not, and nothing was counted.</summary>
internal sealed record SignInAttempt(byte[] Key, IPAddress? Address, TimeSpan? Wait);

/// <summary>
/// The delay between password attempts on an account: five are free, then 1, 2, 4 … 60 seconds. Never a lock, which strangers
/// could close on purpose: browsers that signed in to the account before have a delay of their own. An attempt counts as
/// failed from its begin, so that many at once gain nothing.
/// </summary>
internal sealed class SignInThrottle(ChasquiDatabase database, SignInRate rate, TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const string KnownDeviceSql =
        """
        SELECT EXISTS (
            SELECT FROM app_user AS u
            JOIN known_device AS d ON d.business_unit_id = u.business_unit_id AND d.user_id = u.id
            WHERE u.email = @email AND d.token_hash = @token_hash)
        """;

    // While attempts are free the time decides nothing: of two that come together, the second may have read the clock first.
    private const string EnterSql =
        """
        INSERT INTO sign_in_throttle AS t (account_hash, failures, blocked_until)
        VALUES (@account_hash, 1, @now::timestamptz)
        ON CONFLICT (account_hash) DO UPDATE SET
            failures = CASE WHEN t.blocked_until < @forget_before THEN 1 ELSE t.failures + 1 END,
            blocked_until = CASE WHEN t.blocked_until < @forget_before OR t.failures < 4 THEN @now::timestamptz
                            ELSE @now::timestamptz + interval '1 second' * least(60, 2 ^ least(t.failures - 4, 6)) END
        WHERE t.failures < 5 OR t.blocked_until <= @now::timestamptz
        """;

    private const string BlockedUntilSql = "SELECT blocked_until FROM sign_in_throttle WHERE account_hash = @account_hash";

    private const string TakeBackSql =
        "UPDATE sign_in_throttle SET failures = greatest(failures - 1, 0), blocked_until = @now WHERE account_hash = @account_hash";

    private const string ForgetSql = "DELETE FROM sign_in_throttle WHERE account_hash = @account_hash OR blocked_until < @kept_since";

    /// <param name="email">Normalized; whether there is such an account makes no difference.</param>
    /// <param name="address">Null for attempts of who is already signed in.</param>
    /// <param name="deviceToken">From the browser's device cookie.</param>
    public async Task<SignInAttempt> EnterAsync(string email, IPAddress? address, string? deviceToken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var known = deviceToken is not null
            && await tx.QuerySingleAsync<bool>(
                KnownDeviceSql, new { email, token_hash = SecretToken.Hash(deviceToken) }, cancellationToken);
        var counted = known ? null : address;
        var key = Key(email, known ? deviceToken : null);
        if (counted is not null && rate.Enter(counted) is { } wait)
            return new SignInAttempt(key, counted, wait);
        if (await tx.ExecuteAsync(EnterSql, new { account_hash = key, now, forget_before = now - Memory }, cancellationToken) == 0)
        {
            rate.Forgive(counted);
            var until = await tx.QuerySingleOrDefaultAsync<DateTimeOffset?>(BlockedUntilSql, new { account_hash = key }, cancellationToken);
            return new SignInAttempt(key, counted, until > now ? until.Value - now : TimeSpan.FromSeconds(1));
        }

        await tx.CommitAsync(cancellationToken);
        return new SignInAttempt(key, counted, Wait: null);
    }

    /// <summary>Nothing was tried after all.</summary>
    public async Task TakeBackAsync(SignInAttempt attempt, CancellationToken cancellationToken)
    {
        rate.Forgive(attempt.Address);
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        await tx.ExecuteAsync(TakeBackSql, new { account_hash = attempt.Key, now = time.GetUtcNow() }, cancellationToken);
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>The password was right.</summary>
    public async Task SucceedAsync(DatabaseTransaction tx, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        rate.Forgive(attempt.Address);
        await tx.ExecuteAsync(ForgetSql, new { account_hash = attempt.Key, kept_since = time.GetUtcNow() - Kept }, cancellationToken);
    }

    private static byte[] Key(string email, string? deviceToken) => SHA256.HashData(Encoding.UTF8.GetBytes($"{email}\n{deviceToken}"));
}
