using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chasqui.Accounts;

internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, and kept with fewer iterations than today's: store it anew.</summary>
    RightButOutdated,

    /// <summary>Too many are being checked; nothing was looked at.</summary>
    Busy,
}

/// <summary>
/// Hashes and checks passwords: PBKDF2 with HMAC-SHA512, 210 000 iterations (OWASP's figure). One at a time with a short queue,
/// so that a flood of sign-ins takes one core at most and agents at work do not notice.
/// </summary>
internal sealed class Passwords : IDisposable
{
    public const int Iterations = 210_000;
    public const int Queue = 20;

    // Of no password: checking it costs an unknown account as long as a known one.
    private static readonly string Nobody = NobodyHash();

    private readonly PasswordHasher<Passwords> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _turn = new(1);
    private int _inside;

    /// <summary>The hash to store; null when too many are waiting.</summary>
    public async Task<string?> HashAsync(string password, CancellationToken cancellationToken)
    {
        if (!await EnterAsync(cancellationToken))
            return null;
        try
        {
            return _hasher.HashPassword(this, password);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Checks a password against a stored hash; without a hash it takes as long and is wrong.</summary>
    public async Task<PasswordCheck> CheckAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        if (!await EnterAsync(cancellationToken))
            return PasswordCheck.Busy;
        try
        {
            return _hasher.VerifyHashedPassword(this, hash ?? Nobody, password) switch
            {
                PasswordVerificationResult.Success => PasswordCheck.Right,
                PasswordVerificationResult.SuccessRehashNeeded => PasswordCheck.RightButOutdated,
                _ => PasswordCheck.Wrong,
            };
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _inside) > Queue + 1)
        {
            Interlocked.Decrement(ref _inside);
            return false;
        }

        try
        {
            await _turn.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inside);
            throw;
        }
    }

    private void Leave()
    {
        _turn.Release();
        Interlocked.Decrement(ref _inside);
    }

    // ASP.NET Core Identity's format 3: marker, PRF (2 is HMAC-SHA512), iterations, salt length, salt, key of 32 bytes.
    private static string NobodyHash()
    {
        var bytes = new byte[13 + 16 + 32];
        bytes[0] = 1;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), 2);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Iterations);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), 16);
        return Convert.ToBase64String(bytes);
    }
}
