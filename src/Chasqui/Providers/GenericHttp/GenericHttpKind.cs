using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>
/// Any carrier that takes a message in one HTTP request: what it wants and what it answers is described by settings, after the manner of
/// Kannel's generic HTTP service centre.
/// </summary>
internal sealed class GenericHttpKind(ProviderHttp http, TimeProvider time) : IProviderKind, IWebhookReceiver
{
    public const string Word = "http";

    public string Name => Word;

    public bool Checks => true;

    public IReadOnlyList<string> Topics { get; } = ["status", "inbound"];

    public ProviderSchema Schema { get; } = new(
        "HTTP", "A carrier or gateway that takes messages over HTTP in a way of its own: described by templates and patterns.",
        [HttpFields.Endpoint, HttpFields.User, HttpFields.Password, .. HttpFields.Request, .. HttpFields.Answers, .. HttpFields.Hooks]);

    public IProviderConnection Open(ProviderAccount account) => new GenericHttpConnection(Word, account, http, time);

    public WebhookAnswer Receive(WebhookRequest request, ProviderAccount account, DateTimeOffset now) =>
        HttpHooks.Receive(request, account);
}
