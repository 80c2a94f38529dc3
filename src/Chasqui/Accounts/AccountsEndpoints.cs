using Chasqui.Hosting;

namespace Chasqui.Accounts;

internal static class AccountsEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapPost("", SignInHandler.HandleAsync).WithName("SignIn")
            .OpenToAll("It is how one gets in; attempts are delayed and counted.");
        session.MapGet("", GetSession.HandleAsync).WithName("GetSession").RequiresSignIn();
        session.MapDelete("", SignOut.HandleAsync).WithName("SignOut").OpenToAll("Ends only the session whose cookie it is sent with.");
        session.MapPost("/password", ChangePasswordHandler.HandleAsync).WithName("ChangePassword").RequiresSignIn();

        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("", ListUsers.HandleAsync).WithName("ListUsers").Requires(Permission.ManageUsers);
        users.MapPost("", CreateUserHandler.HandleAsync).WithName("CreateUser").Requires(Permission.ManageUsers);
        users.MapGet("/{id:guid}", GetUser.HandleAsync).WithName("GetUser").Requires(Permission.ManageUsers);
        users.MapPatch("/{id:guid}", ChangeUserHandler.HandleAsync).WithName("ChangeUser").Requires(Permission.ManageUsers);

        var roles = api.MapGroup("/roles").WithTags("Users");
        roles.MapGet("", ListRoles.HandleAsync).WithName("ListRoles").Requires(Permission.ManageUsers);
        roles.MapPost("", CreateRole.HandleAsync).WithName("CreateRole").Requires(Permission.ManageUsers);
        roles.MapPatch("/{id:guid}", ChangeRole.HandleAsync).WithName("ChangeRole").Requires(Permission.ManageUsers);

        var groups = api.MapGroup("/security-groups").WithTags("Users");
        groups.MapGet("", ListSecurityGroups.HandleAsync).WithName("ListSecurityGroups").Requires(Permission.ManageUsers);
        groups.MapPost("", CreateSecurityGroup.HandleAsync).WithName("CreateSecurityGroup").Requires(Permission.ManageUsers);
        groups.MapPatch("/{id:guid}", ChangeSecurityGroup.HandleAsync).WithName("ChangeSecurityGroup").Requires(Permission.ManageUsers);
        groups.MapDelete("/{id:guid}", DeleteSecurityGroup.HandleAsync).WithName("DeleteSecurityGroup").Requires(Permission.ManageUsers);

        var keys = api.MapGroup("/api-keys").WithTags("API keys");
        keys.MapGet("", ListApiKeys.HandleAsync).WithName("ListApiKeys").Requires(Permission.ManageApiKeys);
        keys.MapPost("", CreateApiKey.HandleAsync).WithName("CreateApiKey").Requires(Permission.ManageApiKeys);
        keys.MapDelete("/{id:guid}", RevokeApiKey.HandleAsync).WithName("RevokeApiKey").Requires(Permission.ManageApiKeys);

        api.MapGet("/audit", ListAuditEntries.HandleAsync).WithTags("Audit").WithName("ListAuditEntries").Requires(Permission.ViewAudit);
        api.MapGet("/setup", GetSetup.HandleAsync).WithTags("Setup").WithName("GetSetup").RequiresSignIn();
    }
}
