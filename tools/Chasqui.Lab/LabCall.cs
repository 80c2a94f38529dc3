using System.Net.Http.Headers;

namespace Chasqui.Lab;

/// <summary>A request the carrier makes to the product, signed as the carrier signs.</summary>
internal sealed record LabCall
{
    public required string Method { get; init; }

    public required Uri Url { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; init; }
}

/// <summary>Makes those requests.</summary>
internal sealed class LabCaller : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <returns>The status the product answered with.</returns>
    public async Task<int> CallAsync(LabCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Url);
        if (call.Body.Length > 0)
            request.Content = new ByteArrayContent(call.Body);
        foreach (var (name, value) in call.Headers)
        {
            if (name != "Content-Type")
                request.Headers.TryAddWithoutValidation(name, value);
            else if (request.Content is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    public void Dispose() => _http.Dispose();
}
