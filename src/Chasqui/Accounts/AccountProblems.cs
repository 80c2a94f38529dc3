using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Accounts;

/// <summary>Answers that several operations on accounts share.</summary>
internal static class AccountProblems
{
    public static ProblemHttpResult GrantTooMuch() =>
        Problems.Forbidden("grantTooMuch", "This would give, or take from someone, rights that you do not have yourself.");

    public static ProblemHttpResult OwnRights() =>
        Problems.Conflict("ownRights", "You would lose your own right to manage users: ask another administrator to do this.");

    public static ProblemHttpResult NoSecurityGroup() => Problems.Conflict(
        "noSecurityGroup", "You see what your security groups have and are in none: you could not see what you make. Ask to join one.");

    public static ProblemHttpResult EmailTaken() =>
        Problems.Conflict("emailTaken", "This e-mail address is already the sign-in of a user.");

    public static ProblemHttpResult NameTaken(string what) =>
        Problems.Conflict("nameTaken", $"There is already a {what} of this name.");
}
