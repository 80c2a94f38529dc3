using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers;

namespace Chasqui.Hooks;

/// <summary>A carrier that signs address and body with the account's secret, and tells messages and reports as plain JSON.</summary>
internal sealed class SignedKind : IProviderKind, IWebhookReceiver
{
    public const string Word = "signed";

    public string Name => Word;

    public ProviderSchema Schema { get; } = new("Signed", "Signs.", [new SettingField { Name = "secret", Type = SettingType.Secret, Label = "Secret" }]);

    public static string Sign(string secret, string url, byte[] body) =>
        Convert.ToHexString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(url), .. body]));

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now)
    {
        if (request.Topic == "boom")
            throw new InvalidOperationException("A body nobody thought of.");
        if (request.Header("X-Signature") != Sign(account.Settings.Text("secret"), request.Url.OriginalString, request.Body.ToArray()))
            return new WebhookAnswer.BadSignature();
        if (request.Method == "GET")
            return new WebhookAnswer.Taken { Body = "challenge" };
        if (request.Topic == "voice")
            return new WebhookAnswer.Taken();
        try
        {
            var told = JsonSerializer.Deserialize<SignedBody>(request.Body.Span)!;
            return new WebhookAnswer.Taken
            {
                Messages = [.. told.Texts.Select((text, index) => new InboundMessage
                {
                    ProviderMessageId = told.Id.Length == 0 ? "" : $"{told.Id}-{index}",
                    From = told.From,
                    To = told.To,
                    Text = text,
                })],
                Reports = [.. told.Delivered.Select(id => new DeliveryReport { ProviderMessageId = id, State = DeliveryState.Delivered })],
                ReplayKey = told.ReplayKey,
                Status = 202,
                ContentType = "text/xml",
                Body = "<Response/>",
            };
        }
        catch (JsonException)
        {
            return new WebhookAnswer.NotUnderstood("It is no JSON.");
        }
    }

    public IProviderConnection Open(ProviderAccount account) => new Silent();

    private sealed class Silent : IProviderConnection
    {
        public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken) =>
            Task.FromResult<SendResult>(new SendResult.Accepted([$"signed-{message.Id.Value}"]));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

internal sealed record SignedBody
{
    public string Id { get; init; } = "";

    public string From { get; init; } = "+59899123456";

    public string To { get; init; } = "";

    public string[] Texts { get; init; } = [];

    public string[] Delivered { get; init; } = [];

    public string? ReplayKey { get; init; }
}
