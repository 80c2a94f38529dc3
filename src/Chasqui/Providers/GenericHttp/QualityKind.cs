using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>
/// The interface of Quality Telecom, which has no public description: known are its three fields, and the customer's contract says the
/// rest. So it is the generic HTTP provider with those three in front and everything else folded away.
/// </summary>
internal sealed class QualityKind(ProviderHttp http, TimeProvider time) : IProviderKind, IWebhookReceiver
{
    public const string Word = "quality";

    public string Name => Word;

    public bool Checks => true;

    public IReadOnlyList<string> Topics { get; } = ["status", "inbound"];

    public ProviderSchema Schema { get; } = new(
        "Quality", "Quality Telecom: endpoint, user and password; how it wants its requests stands in your contract with it.",
        [
            HttpFields.Endpoint,
            HttpFields.User with { Required = true },
            HttpFields.Password with { Required = true },
            .. HttpFields.Folded(HttpFields.Request),
            .. HttpFields.Folded(HttpFields.Answers),
            .. HttpFields.Folded(HttpFields.Hooks),
        ]);

    public IProviderConnection Open(ProviderAccount account) => new GenericHttpConnection(Word, account, http, time);

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) =>
        HttpHooks.Receive(request, account);
}
