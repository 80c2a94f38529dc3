using System.Net;
using Chasqui.Providers;
using Chasqui.Providers.Network;
using Microsoft.Extensions.Options;

namespace Chasqui.Inbound.Media;

/// <summary>
/// Fetches a file from an address that a message named: through the egress guard at every step, with no credentials, no cookies and a
/// limit of size and time. What an address says of the type is told on, not believed.
/// </summary>
internal sealed class MediaDownload : IDisposable
{
    private const int MostHops = 3; // carriers keep media at a storage service and redirect there

    private readonly HttpMessageInvoker _invoker;
    private readonly int _mostBytes;

    public MediaDownload(EgressGuard guard, IOptions<MediaOptions> options)
    {
        _mostBytes = options.Value.MostBytes;
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would resolve names where the guard cannot see
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ConnectCallback = (context, cancellationToken) => guard.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
        });
    }

    /// <exception cref="MediaGoneException">It is not there, too large, or at an address that may not be reached.</exception>
    /// <exception cref="HttpRequestException">Not now.</exception>
    public async Task<MediaFile> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MostHops; hop++)
        {
            if (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
                throw new MediaGoneException("Its address is not one of the web.");
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }

            if ((int)response.StatusCode is >= 400 and < 500 and not 408 and not 429)
                throw new MediaGoneException($"Its address answered {(int)response.StatusCode}.");
            response.EnsureSuccessStatusCode();
            return new MediaFile(
                await ReadAsync(response.Content, cancellationToken), response.Content.Headers.ContentType?.MediaType ?? MediaTypes.Unknown,
                response.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        }

        throw new MediaGoneException("Its address leads on and on.");
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _invoker.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.InnerException is EgressRefusedException)
        {
            throw new MediaGoneException("Its address is one that this server may not reach.");
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > _mostBytes)
            throw new MediaGoneException($"It is larger than {_mostBytes} bytes.");
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > _mostBytes)
                throw new MediaGoneException($"It is larger than {_mostBytes} bytes.");
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }
}

/// <summary>A file will not come, however often it is asked for. The message is for the operator.</summary>
internal sealed class MediaGoneException(string sentence) : Exception(sentence);
