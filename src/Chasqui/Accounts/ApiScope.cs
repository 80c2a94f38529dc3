namespace Chasqui.Accounts;

/// <summary>What an API key may be used for. A key sees every queue and dialer of its business unit.</summary>
internal enum ApiScope
{
    /// <summary>Send messages and check numbers: SendMessages.</summary>
    Send,

    /// <summary>Read messages, queues and dialers with their figures: ViewMessages, ViewQueues, ViewDialers.</summary>
    Read,

    /// <summary>Feed dialers and lists: ViewDialers, RunDialers, ManageDnc.</summary>
    Import,

    /// <summary>All a role can allow, except to handle interactions: a key is nobody an interaction could be offered to.</summary>
    Admin,
}

internal static class ApiScopes
{
    public static IReadOnlySet<Permission> Permissions(IEnumerable<ApiScope> scopes) =>
        scopes.SelectMany(Permissions).Append(Permission.SeeAllObjects).ToHashSet();

    private static IEnumerable<Permission> Permissions(ApiScope scope) => scope switch
    {
        ApiScope.Send => [Permission.SendMessages],
        ApiScope.Read => [Permission.ViewMessages, Permission.ViewQueues, Permission.ViewDialers],
        ApiScope.Import => [Permission.ViewDialers, Permission.RunDialers, Permission.ManageDnc],
        _ => Enum.GetValues<Permission>().Where(permission => permission != Permission.HandleInteractions),
    };
}
