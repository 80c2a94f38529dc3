using System.Security.Cryptography;
using System.Text;
using Chasqui.Providers.Network;

namespace Chasqui.Providers;

/// <summary>
/// The secret in the addresses of carriers that sign nothing: <c>…/status?key=…</c>, or <c>…/status/…</c> for those that know no query.
/// </summary>
internal static class HookKey
{
    public const string Setting = "hookKey";

    public static SettingField Field { get; } = new()
    {
        Name = Setting,
        Type = SettingType.Secret,
        Label = "Webhook key",
        Help = "Letters and digits of your choice, 20 or more. The gateway signs nothing, so this key in its callback addresses (?key=…) is what "
            + "tells its calls from anybody else's. Without it no receipts and no incoming messages are taken.",
    };

    /// <summary>Whether the caller knows the key, and what it calls about: "status", "inbound", or nothing.</summary>
    public static bool Opens(WebhookRequest request, ProviderAccount account, out string topic)
    {
        var slash = request.Topic.IndexOf('/', StringComparison.Ordinal);
        topic = slash < 0 ? request.Topic : request.Topic[..slash];
        var given = slash < 0
            ? FormText.Parse(request.Url.Query, Encoding.UTF8).GetValueOrDefault("key") ?? ""
            : Uri.UnescapeDataString(request.Topic[(slash + 1)..]);
        var key = account.Settings.Text(Setting);
        return key.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(key));
    }

    /// <summary>Where a carrier calls us about a topic; null when we have no public address or no key.</summary>
    public static string? AddressOf(ProviderAccount account, string topic)
    {
        var key = account.Settings.Text(Setting);
        return account.HookAddress is null || key.Length == 0
            ? null
            : $"{account.HookAddress.AbsoluteUri.TrimEnd('/')}/{topic}?key={Uri.EscapeDataString(key)}";
    }
}
