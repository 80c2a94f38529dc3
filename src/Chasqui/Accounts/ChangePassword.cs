using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record ChangePassword
{
    public required string CurrentPassword { get; init; }

    public required string NewPassword { get; init; }
}

/// <summary>POST /session/password: the user's own. Their other sessions end.</summary>
internal sealed class ChangePasswordHandler(
    ChasquiDatabase database, SignInThrottle throttle, Passwords passwords, Sessions sessions, TimeProvider time)
{
    private const string FindSql = "SELECT email, password_hash FROM app_user WHERE business_unit_id = @business_unit_id AND id = @id";

    private const string ChangeSql =
        "UPDATE app_user SET password_hash = @hash WHERE business_unit_id = @business_unit_id AND id = @id AND enabled";

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ChangePassword body, Caller caller, HttpContext context, ChangePasswordHandler handler, CancellationToken cancellationToken) =>
        handler.HandleAsync(body, caller, context, cancellationToken);

    private async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ChangePassword body, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        if (caller.UserId is not { } user)
            return Problems.Forbidden("usersOnly", "This is for signed-in users, not for API keys.");
        if (PasswordRule.Fault(body.NewPassword) is { } fault)
            return new Validation().Check(false, "newPassword", fault).ToProblem();

        var account = await FindAsync(caller.BusinessUnitId, user, cancellationToken);
        var attempt = await throttle.EnterAsync(account.Email, address: null, SessionCookie.ReadDevice(context.Request), cancellationToken);
        if (attempt.Wait is not null)
            return TooManyAttempts.Answer(context, attempt.Wait);
        var check = await passwords.CheckAsync(account.PasswordHash, body.CurrentPassword, cancellationToken);
        if (check == PasswordCheck.Wrong)
            return Problems.Unprocessable("wrongPassword", "The current password is not right.");
        if (check == PasswordCheck.Busy || await passwords.HashAsync(body.NewPassword, cancellationToken) is not { } hash)
        {
            await throttle.TakeBackAsync(attempt, cancellationToken);
            return TooManyAttempts.Answer(context, wait: null);
        }

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        await throttle.SucceedAsync(tx, attempt, cancellationToken);
        await tx.ExecuteAsync(ChangeSql, new { business_unit_id = caller.BusinessUnitId, id = user, hash }, cancellationToken);
        await sessions.EndAllAsync(tx, caller.BusinessUnitId, user, SessionCookie.Read(context.Request), cancellationToken);
        await Audit.RecordAsync(tx, caller, "user.changePassword", "user", user.Value, null, time.GetUtcNow(), cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<Account> FindAsync(BusinessUnitId unit, UserId user, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        return await tx.QuerySingleAsync<Account>(FindSql, new { business_unit_id = unit, id = user }, cancellationToken);
    }

    private sealed record Account
    {
        public required string Email { get; init; }

        public required string? PasswordHash { get; init; }
    }
}
