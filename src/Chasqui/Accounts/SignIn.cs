using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Chasqui.Accounts;

internal sealed record SignIn
{
    public required string Email { get; init; }

    public required string Password { get; init; }
}

/// <summary>
/// POST /session. A wrong password, an unknown account and a disabled one get the same answer after the same time: the
/// answer must not tell who works here.
/// </summary>
internal sealed partial class SignInHandler(
    ChasquiDatabase database, SignInThrottle throttle, Passwords passwords, Sessions sessions, TimeProvider time,
    IOptions<ChasquiOptions> options, ILogger<SignInHandler> logger)
{
    private const string FindSql = "SELECT business_unit_id, id, password_hash, enabled FROM app_user WHERE email = @email";

    private const string RehashSql =
        """
        UPDATE app_user SET password_hash = @new_hash
        WHERE business_unit_id = @business_unit_id AND id = @id AND password_hash = @old_hash
        """;

    private const string KnowDeviceSql =
        """
        INSERT INTO known_device (business_unit_id, user_id, token_hash, seen_at)
        VALUES (@business_unit_id, @user_id, @token_hash, @now)
        ON CONFLICT (business_unit_id, user_id, token_hash) DO UPDATE SET seen_at = excluded.seen_at
        """;

    private const string ForgetDevicesSql =
        "DELETE FROM known_device WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND seen_at < @seen_before";

    private static readonly TimeSpan DeviceMemory = TimeSpan.FromDays(180);

    public static Task<Results<Ok<Session>, ProblemHttpResult>> HandleAsync(
        SignIn body, HttpContext context, SignInHandler handler, CancellationToken cancellationToken) =>
        handler.HandleAsync(body, context, cancellationToken);

    private async Task<Results<Ok<Session>, ProblemHttpResult>> HandleAsync(
        SignIn body, HttpContext context, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalize(body.Email);
        var device = SessionCookie.ReadDevice(context.Request);
        var attempt = await throttle.EnterAsync(email, context.Connection.RemoteIpAddress, device, cancellationToken);
        if (attempt.Wait is not null)
        {
            Log.Delayed(logger);
            return TooManyAttempts.Answer(context, attempt.Wait);
        }

        var account = await FindAsync(email, cancellationToken);
        var check = await passwords.CheckAsync(account?.PasswordHash, body.Password, cancellationToken);
        if (check == PasswordCheck.Busy)
        {
            await throttle.TakeBackAsync(attempt, cancellationToken);
            return TooManyAttempts.Answer(context, wait: null);
        }

        if (check == PasswordCheck.Wrong || account is not { Enabled: true })
        {
            Log.Refused(logger);
            return Problems.Of(StatusCodes.Status401Unauthorized, "signInFailed", "The e-mail address or the password is not right.");
        }

        var newHash = check == PasswordCheck.RightButOutdated ? await passwords.HashAsync(body.Password, cancellationToken) : null;
        return TypedResults.Ok(await BeginAsync(account, newHash, attempt, device, context, cancellationToken));
    }

    private async Task<Account?> FindAsync(string email, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        return await tx.QuerySingleOrDefaultAsync<Account>(FindSql, new { email }, cancellationToken);
    }

    private async Task<Session> BeginAsync(
        Account account, string? newHash, SignInAttempt attempt, string? device, HttpContext context, CancellationToken cancellationToken)
    {
        var unit = account.BusinessUnitId;
        var now = time.GetUtcNow();
        device ??= SecretToken.New();

        await using var tx = await database.BeginAsync(unit, cancellationToken);
        await throttle.SucceedAsync(tx, attempt, cancellationToken);
        if (newHash is not null)
        {
            await tx.ExecuteAsync(
                RehashSql, new { business_unit_id = unit, id = account.Id, new_hash = newHash, old_hash = account.PasswordHash },
                cancellationToken);
        }

        await tx.ExecuteAsync(
            ForgetDevicesSql, new { business_unit_id = unit, user_id = account.Id, seen_before = now - DeviceMemory }, cancellationToken);
        await tx.ExecuteAsync(
            KnowDeviceSql, new { business_unit_id = unit, user_id = account.Id, token_hash = SecretToken.Hash(device), now },
            cancellationToken);
        var token = await sessions.CreateAsync(tx, unit, account.Id, cancellationToken);
        var session = await Session.ReadAsync(tx, unit, account.Id, options.Value.Demo, cancellationToken);
        var user = new Caller
        {
            BusinessUnitId = unit,
            UserId = account.Id,
            Name = session.User.Name,
            Permissions = session.Permissions.ToHashSet(),
        };
        await Audit.RecordAsync(tx, user, "session.create", "user", account.Id.Value, null, now, cancellationToken);
        await tx.CommitAsync(cancellationToken);

        SessionCookie.Write(context, token);
        SessionCookie.WriteDevice(context, device);
        return session;
    }

    private sealed record Account
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required UserId Id { get; init; }

        public required string? PasswordHash { get; init; }

        public required bool Enabled { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A sign-in was refused")]
        public static partial void Refused(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "A sign-in was delayed: too many attempts")]
        public static partial void Delayed(ILogger logger);
    }
}
