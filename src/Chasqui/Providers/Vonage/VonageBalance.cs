using Chasqui.Providers.Network;

namespace Chasqui.Providers.Vonage;

/// <summary>Asks for the account's balance, which also tells whether key and secret are good.</summary>
internal static class VonageBalance
{
    public static async Task<AccountCheck> CheckAsync(ProviderAccount account, ProviderHttp http, CancellationToken cancellationToken)
    {
        var settings = account.Settings;
        var address = $"{settings.Text("smsAddress").TrimEnd('/')}/account/get-balance"
            + $"?api_key={Uri.EscapeDataString(settings.Text("apiKey"))}&api_secret={Uri.EscapeDataString(settings.Text("apiSecret"))}";
        var outcome = await http.SendAsync(
            account, null, new HttpRequestMessage(HttpMethod.Get, address), settings.Seconds("answerTimeoutSeconds"), cancellationToken);
        return outcome switch
        {
            HttpOutcome.Answered { IsSuccess: true } answer when (JsonReading.Parse(answer.Body) ?? default).Word("value") is { } value =>
                new AccountCheck(true, "Vonage accepts the API key and secret.", $"{value} EUR"),
            HttpOutcome.Answered { Status: 401 or 403 } => new AccountCheck(false, "Vonage does not accept the API key and secret."),
            HttpOutcome.Answered answer => new AccountCheck(false, $"Vonage answered with HTTP status {answer.Status}, which tells nothing."),
            _ => new AccountCheck(false, outcome.AsFailure(VonageKind.Word)!.Sentence),
        };
    }
}
