namespace Chasqui.Providers.Network;

/// <summary>What a request tells of itself so that the wire log keeps what is private out.</summary>
internal static class WireOptions
{
    /// <summary>Spellings of secrets, texts and numbers that the account and the message do not show: another character set, a national
    /// number.</summary>
    public static HttpRequestOptionsKey<IReadOnlyList<string>> Hidden { get; } = new("chasqui.wire.hidden");

    /// <summary>Its answer holds texts of contacts: only its length is kept.</summary>
    public static HttpRequestOptionsKey<bool> PrivateAnswer { get; } = new("chasqui.wire.privateAnswer");
}
