using System.Collections.Frozen;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Twilio;

/// <summary>
/// Twilio Programmable Messaging: texts, media and approved templates, over SMS and WhatsApp (twilio.com/docs/messaging).
/// Limits: 1600 characters, ten files; a number sends 1 (long code) to 100 (short code) segments a second, and Twilio queues the rest.
/// </summary>
internal sealed class TwilioKind(ProviderHttp http, TimeProvider time) : IProviderKind, IWebhookReceiver
{
    public const string Word = "twilio";

    public string Name => Word;

    public bool Checks => true;

    public ProviderSchema Schema { get; } = new("Twilio", "SMS, MMS and WhatsApp through Twilio.",
    [
        new SettingField
        {
            Name = "accountSid",
            Type = SettingType.Text,
            Label = "Account SID",
            Help = "Begins with AC; on the first page of Twilio's console.",
            Required = true,
        },
        new SettingField
        {
            Name = "authToken",
            Type = SettingType.Secret,
            Label = "Auth token",
            Help = "Beside the account SID. Twilio signs its calls with it, so it is needed even when an API key sends.",
            Required = true,
        },
        new SettingField
        {
            Name = "apiKeySid",
            Type = SettingType.Text,
            Label = "API key SID",
            Help = "Begins with SK. Sends instead of the auth token when given.",
        },
        new SettingField { Name = "apiKeySecret", Type = SettingType.Secret, Label = "API key secret" },
        new SettingField
        {
            Name = "messagingServiceSid",
            Type = SettingType.Text,
            Label = "Messaging service SID",
            Help = "Begins with MG. Messages go through this service; its pool must hold our sender.",
        },
        new SettingField
        {
            Name = "serviceChoosesSender",
            Type = SettingType.Boolean,
            Label = "The service chooses the number",
            Help = "The messaging service picks a number of its pool instead of our sender's.",
            Default = "false",
            Advanced = true,
        },
        new SettingField
        {
            Name = "secondaryAuthToken",
            Type = SettingType.Secret,
            Label = "Secondary auth token",
            Help = "While the auth token is being replaced: calls signed with either are believed.",
            Advanced = true,
        },
        new SettingField
        {
            Name = "validitySeconds",
            Type = SettingType.Number,
            Label = "Validity (seconds)",
            Help = "How long Twilio tries to send. Empty: Twilio's own, ten hours.",
            Least = 1,
            Most = 36_000,
            Advanced = true,
        },
        new SettingField
        {
            Name = "smartEncoded",
            Type = SettingType.Boolean,
            Label = "Smart encoding",
            Help = "Twilio replaces characters that would make the text costlier.",
            Default = "false",
            Advanced = true,
        },
        new SettingField
        {
            Name = "callbackOptions",
            Type = SettingType.Text,
            Label = "Callback options",
            Help = "How Twilio repeats a status callback that failed.",
            Default = "rc=3&rp=ct,rt,5xx",
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
            Default = "https://api.twilio.com",
            Advanced = true,
        },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new TwilioConnection(account, http, time);

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) =>
        TwilioHooks.Receive(request, account);
}
