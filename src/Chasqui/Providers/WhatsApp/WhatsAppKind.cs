using Chasqui.Providers.Network;

namespace Chasqui.Providers.WhatsApp;

/// <summary>
/// WhatsApp Business Cloud API (developers.facebook.com/docs/whatsapp/cloud-api). Limits: 4096 characters, one file a message; 80
/// messages a second for a number; free text only within 24 hours of the person's last message, approved templates at any time.
/// </summary>
internal sealed class WhatsAppKind(ProviderHttp http) : IProviderKind, IWebhookReceiver
{
    public const string Word = "whatsApp";

    public string Name => Word;

    public bool Checks => true;

    public ProviderSchema Schema { get; } = new("WhatsApp", "WhatsApp, directly at Meta's Cloud API; one account for each number.",
    [
        new SettingField
        {
            Name = "phoneNumberId",
            Type = SettingType.Text,
            Label = "Phone number ID",
            Help = "Not the number itself: its id in the app's WhatsApp page, API setup.",
            Required = true,
        },
        new SettingField
        {
            Name = "accessToken",
            Type = SettingType.Secret,
            Label = "Access token",
            Help = "Of a system user, with the permission whatsapp_business_messaging; the page's own token lives for a day only.",
            Required = true,
        },
        new SettingField
        {
            Name = "appSecret",
            Type = SettingType.Secret,
            Label = "App secret",
            Help = "In the app's basic settings. Meta signs its calls with it.",
            Required = true,
        },
        new SettingField
        {
            Name = "verifyToken",
            Type = SettingType.Secret,
            Label = "Verify token",
            Help = "A word of your choice, the same as in the app's webhook settings.",
            Required = true,
        },
        new SettingField
        {
            Name = "version",
            Type = SettingType.Text,
            Label = "API version",
            Help = "A version lives for about two years.",
            Default = "v23.0",
            Advanced = true,
        },
        new SettingField
        {
            Name = "previewLinks",
            Type = SettingType.Boolean,
            Label = "Preview links",
            Help = "The first address in a text is shown with a picture.",
            Default = "false",
            Advanced = true,
        },
        new SettingField
        {
            Name = "answerTimeoutSeconds",
            Type = SettingType.Number,
            Label = "Wait for an answer (seconds)",
            Help = "Without an answer in this time the message counts as unknown.",
            Default = "15",
            Least = 1,
            Most = 120,
            Advanced = true,
        },
        new SettingField
        {
            Name = "apiAddress",
            Type = SettingType.Address,
            Label = "API address",
            Default = "https://graph.facebook.com",
            Advanced = true,
        },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new WhatsAppConnection(account, http);

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) =>
        WhatsAppHooks.Receive(request, account);
}
