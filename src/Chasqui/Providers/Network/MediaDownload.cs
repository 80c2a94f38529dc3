using System.Net.Http.Headers;

namespace Chasqui.Providers.Network;

/// <summary>Fetches what contacts sent, through the redirects to a carrier's storage, and keeps credentials where they belong.</summary>
internal static class MediaDownload
{
    private const int MostRedirects = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="http">The guarded way out.</param>
    /// <param name="account">Whose call.</param>
    /// <param name="address">Where the carrier says it is.</param>
    /// <param name="credentials">What a host of the carrier's own is shown; asked for each host on the way, null for a stranger.</param>
    /// <param name="mostBytes">A longer one is not fetched.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when it is gone, too large, or out of reach.</returns>
    public static async Task<MediaFile?> DownloadAsync(
        this ProviderHttp http, ProviderAccount account, Uri address, Func<Uri, AuthenticationHeaderValue?> credentials, long mostBytes,
        CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            if (!address.IsAbsoluteUri || address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
                return null;
            var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = credentials(address);
            var file = await http.FetchAsync(account, request, mostBytes, Patience, cancellationToken);
            switch (file)
            {
                case { Status: 200, Content: { } content }:
                    return new MediaFile(content, file.ContentType, file.FileName);
                case { Status: 301 or 302 or 303 or 307 or 308, Location: { } location }:
                    address = new Uri(address, location);
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}
