using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dinstar;

/// <summary>The gateway's calls: what goes over the wire and which of its error codes came back.</summary>
internal sealed class DinstarApi(ProviderAccount account, ProviderHttp http) : IDisposable
{
    private readonly ProviderSettings _settings = account.Settings;
    private readonly DigestHttp _digest = new(account, http, account.Settings.Text("user"), account.Settings.Text("password"),
        asksFirst: true);
    private readonly SemaphoreSlim _room = new(account.Settings.Integer("concurrency"));

    public Task<DinstarAnswer> GetAsync(string call, string query, bool isPrivate, CancellationToken cancellationToken) =>
        SendAsync(null, () => Request(HttpMethod.Get, $"{call}{query}", null, isPrivate, []), cancellationToken);

    /// <param name="about">The message it is about; null for none.</param>
    /// <param name="call">"send_sms" …</param>
    /// <param name="body">Becomes JSON, everything beyond ASCII escaped.</param>
    /// <param name="isPrivate">Whether the answer has texts of contacts in it.</param>
    /// <param name="hidden">Spellings the wire log must not show.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<DinstarAnswer> PostAsync(
        OutboundMessage? about, string call, object body, bool isPrivate, IReadOnlyList<string> hidden, CancellationToken cancellationToken)
    {
        var octets = JsonSerializer.SerializeToUtf8Bytes(body);
        return SendAsync(about, () => Request(HttpMethod.Post, call, octets, isPrivate, hidden), cancellationToken);
    }

    public void Dispose()
    {
        _digest.Dispose();
        _room.Dispose();
    }

    private HttpRequestMessage Request(HttpMethod method, string call, byte[]? body, bool isPrivate, IReadOnlyList<string> hidden)
    {
        var request = new HttpRequestMessage(method, new Uri($"{_settings.Text("endpoint").TrimEnd('/')}/api/{call}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Options.Set(WireOptions.PrivateAnswer, isPrivate);
        request.Options.Set(WireOptions.Hidden, hidden);
        return request;
    }

    private async Task<DinstarAnswer> SendAsync(OutboundMessage? about, Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        try
        {
            await _room.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new DinstarAnswer(new HttpOutcome.NotSent("cancelled", "The server gave up waiting; nothing was sent."));
        }

        try
        {
            return new DinstarAnswer(await _digest.SendAsync(about, make, _settings.Seconds("timeoutSeconds"), cancellationToken));
        }
        finally
        {
            _room.Release();
        }
    }
}

/// <summary>An answer of the gateway. Its <c>error_code</c> decides before its HTTP status does.</summary>
internal sealed class DinstarAnswer
{
    public DinstarAnswer(HttpOutcome outcome)
    {
        Outcome = outcome;
        if (outcome is HttpOutcome.Answered answered && JsonPath.Parse(answered.Body) is { ValueKind: JsonValueKind.Object } json)
            Json = json;
        Code = Json is { } body
            && int.TryParse(JsonPath.Text(body, "error_code"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    public HttpOutcome Outcome { get; }

    public JsonElement? Json { get; }

    public int? Code { get; }

    /// <summary>A query that brought what was asked for.</summary>
    public bool IsGood => Json is not null && Code is 200 or null && Outcome is HttpOutcome.Answered { IsSuccess: true };
}
