using System.Net;
using System.Net.Security;
using System.Text;
using Chasqui.Messages;

namespace Chasqui.Providers.Network;

/// <summary>
/// HTTP to providers: guarded, logged by message, and honest about what a failure means. Whether the body had begun to leave decides
/// between "safe to try again" and "nobody knows".
/// </summary>
internal sealed class ProviderHttp : IDisposable
{
    /// <summary>Answers of providers are small; more is not read.</summary>
    private const int MostAnswer = 4 * 1024 * 1024;

    private const int MostLogged = 8 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly IWireLog _wire;
    private readonly TimeProvider _time;

    public ProviderHttp(EgressGuard guard, IWireLog wire, TimeProvider time)
    {
        (_wire, _time) = (wire, time);
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would resolve names where the guard cannot see
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = 256,
            ConnectCallback = (context, cancellationToken) => guard.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
            SslOptions = new SslClientAuthenticationOptions(),
        });
    }

    /// <param name="account">Whose call; its secrets are kept out of the log.</param>
    /// <param name="about">The message it is about; null for none.</param>
    /// <param name="request">Disposed here.</param>
    /// <param name="timeout">For the whole call.</param>
    /// <param name="cancellationToken">The server gives up waiting.</param>
    public async Task<HttpOutcome> SendAsync(
        ProviderAccount account, OutboundMessage? about, HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var _ = request;
        var redaction = WireRedaction.For(account, about);
        foreach (var spelling in request.Options.TryGetValue(WireOptions.Hidden, out var hidden) ? hidden : [])
            redaction.Hide(spelling, "***");
        var sent = request.Content is null ? null : new SentContent(request.Content);
        request.Content = sent;
        // AbsoluteUri, not ToString: that one undoes half of the escaping, and what is hidden would no longer be found in it.
        Log(account, about, redaction, outgoing: true, $"{request.Method} {request.RequestUri?.AbsoluteUri}", sent is null ? "" : await sent.ReadAsync(cancellationToken));

        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        HttpOutcome outcome;
        try
        {
            using var response = await _invoker.SendAsync(request, either.Token);
            outcome = new HttpOutcome.Answered((int)response.StatusCode, await ReadAsync(response, MostAnswer, either.Token), Headers(response), RetryAfter(response));
        }
        catch (HttpRequestException failure) when (failure.InnerException is EgressRefusedException refusal)
        {
            outcome = new HttpOutcome.Refused(refusal.Message);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            outcome = new HttpOutcome.NotSent("notReached", $"The provider could not be reached ({failure.HttpRequestError}); nothing was sent.");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            var timedOut = failure is OperationCanceledException;
            // Without a body the request itself is the work, and it leaves as soon as there is a connection.
            outcome = sent is { Begun: false }
                ? new HttpOutcome.NotSent(timedOut ? "connectTimeout" : "connectionLost", "The connection was not made in time; nothing was sent.")
                : new HttpOutcome.Unknown(
                    timedOut ? "timeout" : "connectionLost",
                    timedOut ? "The provider did not answer in time; it may have taken the message." : "The connection broke before the answer; the provider may have taken the message.");
        }

        var answer = outcome is HttpOutcome.Answered answered ? answered.Text : "";
        if (request.Options.TryGetValue(WireOptions.PrivateAnswer, out var isPrivate) && isPrivate)
            answer = $"[{answer.Length} characters]";
        Log(account, about, redaction, outgoing: false, outcome.Summary, answer);
        return outcome;
    }

    /// <summary>Fetches a file. Its content is not logged; a redirect is told and not followed.</summary>
    /// <param name="account">Whose call.</param>
    /// <param name="request">Disposed here.</param>
    /// <param name="mostBytes">A longer one is not read.</param>
    /// <param name="timeout">For the whole of it.</param>
    /// <param name="cancellationToken">The server gives up waiting.</param>
    /// <returns>Null when it could not be reached, or broke off.</returns>
    public async Task<FetchedFile?> FetchAsync(
        ProviderAccount account, HttpRequestMessage request, long mostBytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var _ = request;
        var redaction = WireRedaction.For(account, null);
        Log(account, null, redaction, outgoing: true, $"{request.Method} {request.RequestUri}", "");
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _invoker.SendAsync(request, either.Token);
            var content = response.Content.Headers.ContentLength > mostBytes ? null : await ReadAsync(response, mostBytes + 1, either.Token);
            Log(account, null, redaction, outgoing: false, $"HTTP {(int)response.StatusCode}", $"[{content?.Length} octets]");
            return new FetchedFile((int)response.StatusCode, response.Headers.Location, content?.Length > mostBytes ? null : content)
            {
                ContentType = response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream",
                FileName = response.Content.Headers.ContentDisposition is { } disposition ? disposition.FileNameStar ?? disposition.FileName?.Trim('"') : null,
            };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            Log(account, null, redaction, outgoing: false, "not fetched", "");
            return null;
        }
    }

    public void Dispose() => _invoker.Dispose();

    private void Log(ProviderAccount account, OutboundMessage? about, WireRedaction redaction, bool outgoing, string summary, string body)
    {
        var clean = redaction.Apply(body); // before it is cut: half a text would not be recognised
        _wire.Record(account, new WireEntry
        {
            MessageId = about?.Id,
            At = _time.GetUtcNow(),
            Outgoing = outgoing,
            Summary = redaction.Apply(summary),
            Body = clean.Length > MostLogged ? clean[..MostLogged] : clean,
        });
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, long most, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while (body.Length < most && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            body.Write(buffer, 0, read);
        return body.ToArray();
    }

    private static Dictionary<string, string> Headers(HttpResponseMessage response) => response.Headers.Concat(response.Content.Headers)
        .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>Knows whether its first octet was asked for.</summary>
    private sealed class SentContent : HttpContent
    {
        private readonly HttpContent _inner;

        public SentContent(HttpContent inner)
        {
            _inner = inner;
            foreach (var (name, values) in inner.Headers)
                Headers.TryAddWithoutValidation(name, values);
        }

        public bool Begun { get; private set; }

        public async Task<string> ReadAsync(CancellationToken cancellationToken) =>
            _inner is MultipartContent ? "(multipart)" : Encoding.UTF8.GetString(await _inner.ReadAsByteArrayAsync(cancellationToken));

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            Begun = true;
            return _inner.CopyToAsync(stream, context, CancellationToken.None);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _inner.Headers.ContentLength ?? 0;
            return _inner.Headers.ContentLength is not null;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <param name="Status">Of HTTP.</param>
/// <param name="Location">Where else it is, when the status says so.</param>
/// <param name="Content">Null when it is longer than was allowed.</param>
internal sealed record FetchedFile(int Status, Uri? Location, byte[]? Content)
{
    public required string ContentType { get; init; }

    public string? FileName { get; init; }
}

/// <summary>How a call to a provider ended.</summary>
internal abstract record HttpOutcome
{
    private HttpOutcome()
    {
    }

    /// <summary>One line for the wire log.</summary>
    public abstract string Summary { get; }

    internal sealed record Answered(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers, TimeSpan? RetryAfter) : HttpOutcome
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public bool IsSuccess => Status is >= 200 and < 300;

        public override string Summary => $"HTTP {Status}";
    }

    /// <summary>No octet of the body left: the same call may be made again.</summary>
    internal sealed record NotSent(string Code, string Sentence) : HttpOutcome
    {
        public override string Summary => $"not sent: {Code}";
    }

    /// <summary>It may have been executed.</summary>
    internal sealed record Unknown(string Code, string Sentence) : HttpOutcome
    {
        public override string Summary => $"no answer: {Code}";
    }

    /// <summary>The egress guard refused the address.</summary>
    internal sealed record Refused(string Sentence) : HttpOutcome
    {
        public override string Summary => "refused by the egress guard";
    }

    /// <summary>The failure of a send that got no answer at all; null when it was answered.</summary>
    public SendFailure? AsFailure(string kind) => this switch
    {
        NotSent(var code, var sentence) => new SendFailure($"{kind}:{code}", SendFailureClass.Transient, sentence),
        Unknown(var code, var sentence) => new SendFailure($"{kind}:{code}", SendFailureClass.UnknownOutcome, sentence),
        Refused(var sentence) => new SendFailure($"{kind}:egressRefused", SendFailureClass.AccountStop, sentence),
        _ => null,
    };
}
