using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Jobs;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Chasqui.Accounts;

/// <summary>What is null stays as it is.</summary>
internal sealed record ChangeUser
{
    public string? Email { get; init; }

    public string? Name { get; init; }

    /// <summary>8 to 128 characters; ends the user's sessions. One's own is changed at /session/password.</summary>
    public string? Password { get; init; }

    /// <summary>A disabled user cannot sign in; their sessions end at once.</summary>
    public bool? Enabled { get; init; }

    public IReadOnlyList<RoleId>? RoleIds { get; init; }

    public IReadOnlyList<SecurityGroupId>? GroupIds { get; init; }

    public string? Language { get; init; }

    public int? MaxInteractions { get; init; }

    public int? RefusalTimeoutSeconds { get; init; }

    /// <summary>The names of the members that were given: for the audit, which shall not hold their values.</summary>
    public IEnumerable<string> Given()
    {
        (string Name, object? Value)[] members =
        [
            ("email", Email), ("name", Name), ("password", Password), ("enabled", Enabled), ("roleIds", RoleIds), ("groupIds", GroupIds),
            ("language", Language), ("maxInteractions", MaxInteractions), ("refusalTimeoutSeconds", RefusalTimeoutSeconds),
        ];
        return members.Where(member => member.Value is not null).Select(member => member.Name);
    }
}

internal sealed class ChangeUserHandler(ChasquiDatabase database, Passwords passwords, Sessions sessions, TimeProvider time)
{
    // Locked, so that two administrators changing the same user take turns.
    private const string LockSql = "SELECT 1 FROM app_user WHERE business_unit_id = @business_unit_id AND id = @id FOR UPDATE";

    private const string ChangeSql =
        """
        UPDATE app_user SET
            email = coalesce(@email, email),
            name = coalesce(@name, name),
            password_hash = coalesce(@password_hash, password_hash),
            enabled = coalesce(@enabled, enabled),
            language = coalesce(@language, language),
            max_interactions = coalesce(@max_interactions, max_interactions),
            refusal_timeout_seconds = coalesce(@refusal_timeout_seconds, refusal_timeout_seconds)
        WHERE business_unit_id = @business_unit_id AND id = @id
        """;

    public static Task<Results<Ok<User>, ProblemHttpResult>> HandleAsync(
        Guid id, ChangeUser body, Caller caller, HttpContext context, ChangeUserHandler handler, CancellationToken cancellationToken) =>
        handler.HandleAsync(new UserId(id), body, caller, context, cancellationToken);

    private async Task<Results<Ok<User>, ProblemHttpResult>> HandleAsync(
        UserId id, ChangeUser body, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var email = body.Email is null ? null : EmailAddress.Normalize(body.Email);
        var validation = UserRules.Check(email, body.Name, body.Password, body.Language, body.MaxInteractions, body.RefusalTimeoutSeconds);
        if (validation.Failed)
            return validation.ToProblem();
        if (id == caller.UserId && Oneself(body) is { } refusal)
            return refusal;
        var hash = body.Password is null ? null : await passwords.HashAsync(body.Password, cancellationToken);
        if (body.Password is not null && hash is null)
            return TooManyAttempts.Answer(context, wait: null);

        var unit = caller.BusinessUnitId;
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        if (await tx.QuerySingleOrDefaultAsync<int?>(LockSql, new { business_unit_id = unit, id }, cancellationToken) is null)
            return Problems.NotFound("user");
        if (!Grants.Covers(caller, await Grants.OfUserAsync(tx, unit, id, cancellationToken)))
            return AccountProblems.GrantTooMuch();
        if (await SetMembershipsAsync(tx, id, body, caller, cancellationToken) is { } problem)
            return problem;

        try
        {
            await tx.ExecuteAsync(
                ChangeSql,
                new
                {
                    business_unit_id = unit,
                    id,
                    email,
                    name = body.Name?.Trim(),
                    password_hash = hash,
                    enabled = body.Enabled,
                    language = body.Language,
                    max_interactions = body.MaxInteractions,
                    refusal_timeout_seconds = body.RefusalTimeoutSeconds,
                },
                cancellationToken);
        }
        catch (PostgresException taken) when (taken.ConstraintName == "app_user_email_key")
        {
            return AccountProblems.EmailTaken();
        }

        if (hash is not null || body.Enabled == false)
            await sessions.EndAllAsync(tx, unit, id, keptToken: null, cancellationToken);
        await Audit.RecordAsync(
            tx, caller, "user.change", "user", id.Value, new { members = body.Given() }, time.GetUtcNow(), cancellationToken);
        tx.Wake(WakeTopic.Routing); // a larger capacity may take what waits
        var user = await User.FindAsync(tx, unit, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Ok(user!);
    }

    private static ProblemHttpResult? Oneself(ChangeUser body)
    {
        if (body.Enabled == false)
            return Problems.Conflict("ownAccount", "You cannot disable your own account: ask another administrator to do it.");
        return body.Password is null
            ? null
            : Problems.Conflict("ownPassword", "Change your own password in your account's menu, where you give the current one too.");
    }

    private static async Task<ProblemHttpResult?> SetMembershipsAsync(
        DatabaseTransaction tx, UserId id, ChangeUser body, Caller caller, CancellationToken cancellationToken)
    {
        var unit = caller.BusinessUnitId;
        if (body.RoleIds is { } roles)
        {
            if (await Grants.OfRolesAsync(tx, unit, roles, cancellationToken) is not { } granted)
                return new Validation().Check(false, "roleIds", "One of the roles does not exist.").ToProblem();
            if (!Grants.Covers(caller, granted))
                return AccountProblems.GrantTooMuch();
            await Users.SetRolesAsync(tx, unit, id, roles, cancellationToken);
            if (!await Grants.KeepsOwnAsync(tx, caller, cancellationToken))
                return AccountProblems.OwnRights();
        }

        if (body.GroupIds is { } groups)
        {
            if (!await SecurityGroups.ExistAsync(tx, unit, groups, cancellationToken))
                return new Validation().Check(false, "groupIds", "One of the security groups does not exist.").ToProblem();
            await Users.SetGroupsAsync(tx, unit, id, groups, cancellationToken);
        }

        return null;
    }
}
