using System.Globalization;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Kannel;

internal sealed class KannelConnection(ProviderAccount account, ProviderHttp http) : IProviderConnection, IAccountCheck
{
    private static readonly SendFailure Empty = new($"{KannelKind.Word}:empty", SendFailureClass.PermanentMessage,
        "Kannel would send an empty message.");

    private readonly ProviderSettings _settings = account.Settings;

    /// <summary>Kannel gives no id: the part's is ours.</summary>
    public static string PartId(MessageId id) => id.Value.ToString("N");

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        var count = MessageParts.Count(message.Text, PartOptions.Verbatim);
        if (message.Text.Length == 0)
            return new SendResult.Failed(Empty);
        if (count.Parts > _settings.Integer("maxParts"))
        {
            return new SendResult.Failed(new SendFailure(
                $"{KannelKind.Word}:tooLong", SendFailureClass.PermanentMessage,
                    $"The text takes {count.Parts} parts; this Kannel sends {_settings.Integer("maxParts")} and would cut the rest off."));
        }

        var number = NumberForm.Write(message.To, _settings);
        var query = Credentials();
        query.Add(("from", message.Sender));
        query.Add(("to", number));
        query.Add(("text", message.Text));
        query.Add(("charset", "UTF-8"));
        query.Add(("coding", count.Encoding == TextEncoding.Gsm7 ? "0" : "2"));
        if (_settings.Text("smsc") is { Length: > 0 } route)
            query.Add(("smsc", route));
        if (_settings.Text("account") is { Length: > 0 } word)
            query.Add(("account", word));
        if (_settings.Integer("validityMinutes") is > 0 and var minutes)
            query.Add(("validity", minutes.ToString(CultureInfo.InvariantCulture)));
        if (ReportTo(message.Id) is { } address)
        {
            query.Add(("dlr-mask", _settings.Text("dlrMask")));
            query.Add(("dlr-url", address));
        }

        var outcome = await GetAsync(message, query, number, cancellationToken);
        return outcome.AsFailure(KannelKind.Word) is { } unanswered
            ? new SendResult.Failed(unanswered)
            : Read(message, (HttpOutcome.Answered)outcome);
    }

    /// <summary>A request without a receiver: Kannel looks at the credentials first, and then has nothing to send.</summary>
    public async Task<AccountCheck> CheckAsync(CancellationToken cancellationToken)
    {
        var outcome = await GetAsync(null, Credentials(), "", cancellationToken);
        if (outcome.AsFailure(KannelKind.Word) is { } unanswered)
            return new AccountCheck(false, unanswered.Sentence);
        var answer = (HttpOutcome.Answered)outcome;
        return answer.Text.Contains("receiver number", StringComparison.OrdinalIgnoreCase)
            ? new AccountCheck(true, "Kannel answers and takes the credentials. Nothing was sent.")
            : new AccountCheck(false,
                answer.Status is 200 or 202 ? "Something answers there, but it is not Kannel's sendsms." : Failure(answer).Sentence);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SendResult Read(OutboundMessage message, HttpOutcome.Answered answer)
    {
        // "0: Accepted for delivery", or "3: Queued for later delivery": the route is down and Kannel keeps it.
        return answer.IsSuccess && answer.Text.TrimStart() is ['0' or '3', ':', ..]
            ? new SendResult.Accepted([PartId(message.Id)])
            : new SendResult.Failed(Failure(answer));
    }

    private static SendFailure Failure(HttpOutcome.Answered answer)
    {
        bool Says(string words) => answer.Text.Contains(words, StringComparison.OrdinalIgnoreCase);
        if (Says("Authorization failed"))
            return new SendFailure($"{KannelKind.Word}:authorization", SendFailureClass.AccountStop,
                "Kannel refused user and password, or this server's address.");
        if (Says("Temporal failure"))
            return new SendFailure($"{KannelKind.Word}:temporal", SendFailureClass.Transient,
                "Kannel cannot take it now; the message is tried again.", answer.RetryAfter);
        if (Says("denied by white"))
            return new SendFailure($"{KannelKind.Word}:denied", SendFailureClass.PermanentRecipient,
                "Kannel's white or black list refuses this number.");
        if (Says("receiver number"))
            return new SendFailure($"{KannelKind.Word}:receiver", SendFailureClass.PermanentMessage,
                "Kannel saw no receiver in the request.");
        if (Says("misformed"))
            return new SendFailure($"{KannelKind.Word}:misformed", SendFailureClass.PermanentMessage,
                "Kannel could not read a field of the request.");
        if (Says("Sender missing"))
            return new SendFailure($"{KannelKind.Word}:sender", SendFailureClass.PermanentSender, "Kannel wants a sender and got none.");
        return HttpFailures.ByStatus(KannelKind.Word, answer);
    }

    // Kannel fills in what stands behind a percent sign: the event, the service centre's words and id, the time. A real one is doubled.
    private string? ReportTo(MessageId id) => HookKey.AddressOf(account, "status") is { } address
        ? $"{Doubled(address)}&m={PartId(id)}&st=%d&a=%A&f=%F&ts=%T"
        : null;

    private static string Doubled(string address) => address.Replace("%", "%%", StringComparison.Ordinal);

    private List<(string Name, string Value)> Credentials() =>
        [("username", _settings.Text("user")), ("password", _settings.Text("password"))];

    private Task<HttpOutcome> GetAsync(OutboundMessage? about, List<(string Name, string Value)> query, string number,
        CancellationToken cancellationToken)
    {
        var address = new UriBuilder(_settings.Address("endpoint"))
        {
            Query = string.Join('&', query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")),
        };
        // Empty content, so that it is known whether the request had begun to leave.
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri) { Content = new ByteArrayContent([]) };
        request.Options.Set(WireOptions.Hidden, [number, Doubled(Uri.EscapeDataString(_settings.Text(HookKey.Setting)))]);
        return http.SendAsync(account, about, request, _settings.Seconds("timeoutSeconds"), cancellationToken);
    }
}
