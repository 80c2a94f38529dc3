using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>
/// Vonage, by its SMS API or its Messages API (developer.vonage.com/en/messages). Limits: 30 requests a second for an account, about
/// 3200 characters by the SMS API, 1000 by the Messages API; parts are billed and receipted singly by the SMS API.
/// </summary>
internal sealed class VonageKind(ProviderHttp http, TimeProvider time) : IProviderKind, IWebhookReceiver
{
    public const string Word = "vonage";

    public string Name => Word;

    public bool Checks => true;

    public ProviderSchema Schema { get; } = new("Vonage", "SMS through Vonage, and MMS and WhatsApp through its Messages API.",
    [
        new SettingField
        {
            Name = "api",
            Type = SettingType.Choice,
            Label = "API",
            Help = "sms: texts, an answer for each part. messages: texts, media and WhatsApp.",
            Options = ["sms", "messages"],
            Default = "sms",
        },
        new SettingField
        {
            Name = "apiKey",
            Type = SettingType.Text,
            Label = "API key",
            Help = "On the first page of Vonage's dashboard.",
            Required = true,
        },
        new SettingField
        {
            Name = "apiSecret",
            Type = SettingType.Secret,
            Label = "API secret",
            Help = "Beside the API key.",
            Required = true,
        },
        new SettingField
        {
            Name = "signatureSecret",
            Type = SettingType.Secret,
            Label = "Signature secret",
            Help = "In the dashboard's API settings. Callbacks are believed only when signed with it; without it none is.",
        },
        new SettingField
        {
            Name = "signatureMethod",
            Type = SettingType.Choice,
            Label = "Signature method",
            Help = "As in the dashboard's API settings; for the SMS API. The Messages API has one of its own.",
            Options = VonageSignature.Methods,
            Default = "md5hash",
        },
        new SettingField
        {
            Name = "applicationId",
            Type = SettingType.Text,
            Label = "Application ID",
            Help = "For the Messages API. Without an application the API key and secret are used.",
        },
        new SettingField
        {
            Name = "privateKey",
            Type = SettingType.Secret,
            Label = "Application's private key",
            Help = "The whole private.key file of the application, BEGIN and END lines included.",
        },
        new SettingField
        {
            Name = "signRequests",
            Type = SettingType.Boolean,
            Label = "Sign what is sent",
            Help = "The SMS API is sent a signature instead of the API secret.",
            Default = "false",
            Advanced = true,
        },
        new SettingField
        {
            Name = "timeToLiveSeconds",
            Type = SettingType.Number,
            Label = "Validity (seconds)",
            Help = "How long Vonage tries to deliver. Empty: Vonage's own, 72 hours.",
            Least = 20,
            Most = 604_800,
            Advanced = true,
        },
        new SettingField
        {
            Name = "oldestCallbackMinutes",
            Type = SettingType.Number,
            Label = "Oldest callback (minutes)",
            Help = "A callback signed longer ago is refused: it may be a repetition by a stranger.",
            Default = "5",
            Least = 1,
            Most = 1440,
            Advanced = true,
        },
        new SettingField
        {
            Name = "templateParameters",
            Type = SettingType.Choice,
            Label = "Template parameters",
            Help = "How the Messages API takes them: as strings, or as objects as its older programs wrote them.",
            Options = ["strings", "objects"],
            Default = "strings",
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
            Name = "smsAddress",
            Type = SettingType.Address,
            Label = "SMS API address",
            Default = "https://rest.nexmo.com",
            Advanced = true,
        },
        new SettingField
        {
            Name = "apiAddress",
            Type = SettingType.Address,
            Label = "Messages API address",
            Help = "Regions have their own: https://api-eu.vonage.com, https://api-us.vonage.com, https://api-ap.vonage.com.",
            Default = "https://api.nexmo.com",
            Advanced = true,
        },
    ]);

    public IProviderConnection Open(ProviderAccount account) =>
        account.Settings.Text("api") == "messages"
            ? new VonageMessagesConnection(account, http, time)
            : new VonageSmsConnection(account, http, time);

    // Both APIs are understood whatever sends: a number's callbacks stay with the other API until they are moved in the dashboard.
    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) =>
        request.Header("Authorization") is { } authorization
            ? VonageMessagesHooks.Receive(request, authorization, account, now)
            : VonageSmsHooks.Receive(request, account, now);
}
