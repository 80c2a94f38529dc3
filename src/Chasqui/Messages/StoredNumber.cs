namespace Chasqui.Messages;

/// <summary>
/// A contact is stored by whatever the provider said it was: a number, and now and then a short code or a name. Only a number
/// can be written to.
/// </summary>
internal static class StoredNumber
{
    /// <summary>The number, when the stored address is one.</summary>
    public static bool TryRead(string address, out PhoneNumber number)
    {
        number = default;
        if (address is not ['+', >= '1' and <= '9', ..] || address.Length is < 4 or > 21
            || address.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return false;
        number = PhoneNumber.FromStored(address);
        return true;
    }
}
