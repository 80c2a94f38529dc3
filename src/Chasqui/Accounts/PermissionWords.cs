using Chasqui.Hosting;

namespace Chasqui.Accounts;

/// <summary>Permissions as the database keeps them.</summary>
internal static class PermissionWords
{
    public static string[] Of(IEnumerable<Permission> permissions) =>
        [.. permissions.Distinct().Order().Select(permission => Words.Camel(permission))];

    /// <summary>Words of a later version are passed over: what we do not know allows nothing.</summary>
    public static HashSet<Permission> Read(IEnumerable<string> words) => [.. words.Select(Words.Parse<Permission>).OfType<Permission>()];
}
