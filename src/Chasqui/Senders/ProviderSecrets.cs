using System.Security.Cryptography;
using Chasqui.Messages;
using Microsoft.AspNetCore.DataProtection;

namespace Chasqui.Senders;

/// <summary>
/// Encrypts what a provider's settings hold in secret. Each ciphertext opens only for the field, provider and business unit it was
/// made for, so that one copied into another row is worth nothing. The keys are outside the database (<see cref="KeysFolder"/>).
/// </summary>
internal sealed class ProviderSecrets(IDataProtectionProvider protection)
{
    public string Protect(BusinessUnitId unit, ProviderId provider, string field, string value) => Protector(unit, provider, field).Protect(value);

    /// <summary>Null when it was encrypted with keys this server does not have, or for another place.</summary>
    public string? Unprotect(BusinessUnitId unit, ProviderId provider, string field, string ciphertext)
    {
        try
        {
            return Protector(unit, provider, field).Unprotect(ciphertext);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(BusinessUnitId unit, ProviderId provider, string field) =>
        protection.CreateProtector("Chasqui.ProviderSecret.v1", unit.Value.ToString(), provider.Value.ToString(), field);
}
