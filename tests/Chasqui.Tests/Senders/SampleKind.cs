using System.Collections.Concurrent;
using Chasqui.Providers;

namespace Chasqui.Senders;

/// <summary>A kind with a setting of every type, whose account answers a check as a test tells it.</summary>
internal sealed class SampleKind : IProviderKind, IWebhookReceiver
{
    public const string Word = "sample";

    public string Name => Word;

    public bool Checks => true;

    public IReadOnlyList<string> Topics => ["status"];

    public Func<CancellationToken, Task<AccountCheck>> Answer { get; set; } = _ => Task.FromResult(new AccountCheck(true, "Good morning.", "12.34 EUR"));

    /// <summary>Every account that was opened, in order.</summary>
    public ConcurrentQueue<ProviderAccount> Opened { get; } = new();

    public ProviderSchema Schema { get; } = new("Sample", "For tests.",
    [
        new SettingField { Name = "account", Type = SettingType.Text, Label = "Account", Required = true },
        new SettingField { Name = "token", Type = SettingType.Secret, Label = "Token", Required = true },
        new SettingField { Name = "extraToken", Type = SettingType.Secret, Label = "Extra token" },
        new SettingField { Name = "template", Type = SettingType.LongText, Label = "Template" },
        new SettingField { Name = "window", Type = SettingType.Number, Label = "Window", Default = "10", Least = 1, Most = 100 },
        new SettingField { Name = "tls", Type = SettingType.Boolean, Label = "TLS", Required = true, Default = "true" },
        new SettingField { Name = "api", Type = SettingType.Choice, Label = "API", Options = ["sms", "messages"] },
        new SettingField { Name = "address", Type = SettingType.Address, Label = "Address" },
    ]);

    public IProviderConnection Open(ProviderAccount account)
    {
        Opened.Enqueue(account);
        return new Connection(this);
    }

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) => new WebhookAnswer.BadSignature();

    private sealed class Connection(SampleKind kind) : IProviderConnection, IAccountCheck
    {
        public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken) =>
            Task.FromResult<SendResult>(new SendResult.Accepted([message.Id.Value.ToString()]));

        public Task<AccountCheck> CheckAsync(CancellationToken cancellationToken) => kind.Answer(cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
