using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace Chasqui.Providers;

/// <summary>A request from a carrier, as it saw it.</summary>
internal sealed record WebhookRequest
{
    /// <summary>"GET" or "POST".</summary>
    public required string Method { get; init; }

    /// <summary>By our configured public address: signatures cover it, and a proxy's headers are not believed.</summary>
    public required Uri Url { get; init; }

    /// <summary>What follows the provider's id in the path, e.g. "status"; empty for nothing.</summary>
    public required string Topic { get; init; }

    /// <summary>By name, any case; several values of one name are joined by a comma.</summary>
    public required FrozenDictionary<string, string> Headers { get; init; }

    /// <summary>The octets as they came: signatures cover them.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required IPAddress? From { get; init; }

    public string? ContentType => Headers.GetValueOrDefault("Content-Type");

    public string Text => Encoding.UTF8.GetString(Body.Span);

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>What a webhook told.</summary>
internal abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>Its signature is missing or wrong: one constant 401, whatever the reason.</summary>
    internal sealed record BadSignature : WebhookAnswer;

    /// <summary>Genuine and not to be understood: kept, answered 400.</summary>
    /// <param name="Sentence">For the operator; never sent to the caller.</param>
    internal sealed record NotUnderstood(string Sentence) : WebhookAnswer;

    /// <summary>Genuine. Answered after everything in it is stored.</summary>
    internal sealed record Taken : WebhookAnswer
    {
        public IReadOnlyList<InboundMessage> Messages { get; init; } = [];

        public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

        /// <summary>The same in a repetition of this very request; null when the scheme has none. Its content dedupes in any case.</summary>
        public string? ReplayKey { get; init; }

        public int Status { get; init; } = 200;

        public string ContentType { get; init; } = "text/plain";

        public string Body { get; init; } = "";
    }
}
