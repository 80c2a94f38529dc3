using System.Security.Cryptography;

namespace Chasqui.Providers.Network;

/// <summary>
/// Calls to a server that asks for Digest (or Basic): its challenge is taken once with a GET, and used again with a growing count until
/// the server wants another.
/// </summary>
/// <param name="account">Whose calls.</param>
/// <param name="http">Carries them.</param>
/// <param name="user">As configured.</param>
/// <param name="password">As configured.</param>
/// <param name="asksFirst">
/// Whether a GET to the same path brings the challenge before the first request: small servers hang on a body they did not ask for. Not
/// where a GET could itself be the work.
/// </param>
internal sealed class DigestHttp(ProviderAccount account, ProviderHttp http, string user, string password, bool asksFirst) : IDisposable
{
    private readonly SemaphoreSlim _asking = new(1);
    private readonly Lock _lock = new();
    private HttpChallenge? _challenge;
    private bool _isOpen;
    private int _count;

    /// <param name="about">The message it is about; null for none.</param>
    /// <param name="make">Makes the request; a second time when the nonce was worn out.</param>
    /// <param name="timeout">For each call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<HttpOutcome> SendAsync(OutboundMessage? about, Func<HttpRequestMessage> make, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var request = make();
            if (await AuthorizeAsync(request, timeout, cancellationToken) is { } failure)
            {
                request.Dispose();
                return failure;
            }

            var outcome = await http.SendAsync(account, about, request, timeout, cancellationToken);
            if (outcome is not HttpOutcome.Answered { Status: 401 } refused)
                return outcome;

            // Nothing was executed. A new nonce is worth one more try; the same one again means that the password is wrong.
            var challenge = HttpChallenge.Parse(refused.Headers.GetValueOrDefault("WWW-Authenticate"));
            lock (_lock)
            {
                var isNew = challenge is not null && (challenge.Stale || challenge.Nonce != _challenge?.Nonce);
                (_challenge, _count, _isOpen) = (challenge, 0, false);
                if (!isNew || attempt > 0)
                    return outcome;
            }
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<HttpOutcome?> AuthorizeAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (asksFirst && !IsReady() && await AskAsync(request.RequestUri!, timeout, cancellationToken) is { } failure)
            return failure;
        lock (_lock)
        {
            if (_challenge is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", _challenge.Answer(
                    user, password, request.Method.Method, request.RequestUri!.PathAndQuery, ++_count,
                        RandomNumberGenerator.GetHexString(16, lowercase: true)));
            }
        }

        return null;
    }

    /// <summary>Null when it is known now what the server wants.</summary>
    private async Task<HttpOutcome?> AskAsync(Uri address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _asking.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return new HttpOutcome.NotSent("cancelled", "The server gave up waiting; nothing was sent.");
        }

        try
        {
            if (IsReady())
                return null;
            var outcome = await http.SendAsync(account, null, new HttpRequestMessage(HttpMethod.Get, address), timeout, cancellationToken);
            // The question has no effect, so whatever became of it, the message itself has not left.
            if (outcome is HttpOutcome.Unknown(var code, _))
                return new HttpOutcome.NotSent(code, "The provider did not answer; nothing was sent.");
            if (outcome is not HttpOutcome.Answered answer)
                return outcome;
            var challenge = answer.Status == 401 ? HttpChallenge.Parse(answer.Headers.GetValueOrDefault("WWW-Authenticate")) : null;
            if (answer.Status == 401 && challenge is null)
                return outcome;
            lock (_lock)
                (_challenge, _count, _isOpen) = (challenge, 0, challenge is null);

            return null;
        }
        finally
        {
            _asking.Release();
        }
    }

    private bool IsReady()
    {
        lock (_lock)
            return _challenge is not null || _isOpen;
    }
}
