using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

internal sealed record CreateUser
{
    public required string Email { get; init; }

    public required string Name { get; init; }

    /// <summary>8 to 128 characters.</summary>
    public required string Password { get; init; }

    public required IReadOnlyList<RoleId> RoleIds { get; init; }

    public IReadOnlyList<SecurityGroupId> GroupIds { get; init; } = [];

    /// <summary>BCP 47; null: the business unit's.</summary>
    public string? Language { get; init; }

    /// <summary>At once, 1 to 100. Default: 3.</summary>
    public int MaxInteractions { get; init; } = 3;

    /// <summary>How long an offer waits for an answer, 15 to 300. Default: 45.</summary>
    public int RefusalTimeoutSeconds { get; init; } = 45;
}

internal sealed class CreateUserHandler(ChasquiDatabase database, Users users, Passwords passwords, TimeProvider time)
{
    public static Task<Results<Created<User>, ProblemHttpResult>> HandleAsync(
        CreateUser body, Caller caller, HttpContext context, CreateUserHandler handler, CancellationToken cancellationToken) =>
        handler.HandleAsync(body, caller, context, cancellationToken);

    private async Task<Results<Created<User>, ProblemHttpResult>> HandleAsync(
        CreateUser body, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var email = EmailAddress.Normalize(body.Email);
        var validation = UserRules.Check(email, body.Name, body.Password, body.Language, body.MaxInteractions, body.RefusalTimeoutSeconds);
        if (validation.Failed)
            return validation.ToProblem();
        if (await passwords.HashAsync(body.Password, cancellationToken) is not { } hash)
            return TooManyAttempts.Answer(context, wait: null);

        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var granted = await Grants.OfRolesAsync(tx, caller.BusinessUnitId, body.RoleIds, cancellationToken);
        validation.Check(granted is not null, "roleIds", "One of the roles does not exist.");
        validation.Check(
            await SecurityGroups.ExistAsync(tx, caller.BusinessUnitId, body.GroupIds, cancellationToken),
            "groupIds", "One of the security groups does not exist.");
        if (granted is null || validation.Failed)
            return validation.ToProblem();
        if (!Grants.Covers(caller, granted))
            return AccountProblems.GrantTooMuch();

        var newUser = new NewUser
        {
            Email = email,
            Name = body.Name.Trim(),
            PasswordHash = hash,
            RoleIds = body.RoleIds,
            GroupIds = body.GroupIds,
            Language = body.Language,
            MaxInteractions = body.MaxInteractions,
            RefusalTimeoutSeconds = body.RefusalTimeoutSeconds,
        };
        if (await users.AddAsync(tx, caller.BusinessUnitId, newUser, cancellationToken) is not { } id)
            return AccountProblems.EmailTaken();
        await Audit.RecordAsync(
            tx, caller, "user.create", "user", id.Value, new { body.RoleIds, body.GroupIds }, time.GetUtcNow(), cancellationToken);
        var user = await User.FindAsync(tx, caller.BusinessUnitId, id, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/v1/users/{id.Value}", user!);
    }
}
