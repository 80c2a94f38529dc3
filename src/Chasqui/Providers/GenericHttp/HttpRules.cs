using System.Globalization;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.GenericHttp;

/// <summary>What an answer means, by the account's rules: patterns first, in their order, then throttling, then the status.</summary>
internal sealed class HttpRules
{
    private readonly string _word;
    private readonly HttpPattern _permanent;
    private readonly HttpPattern _temporary;
    private readonly HttpPattern _optOut;
    private readonly HttpPattern _stop;
    private readonly HttpPattern _throttle;
    private readonly HttpPattern _success;
    private readonly HttpPattern _id;
    private readonly string _idPath;
    private readonly string _waitHeader;
    private readonly string _successStatus;

    public HttpRules(string word, ProviderSettings settings)
    {
        _word = word;
        _permanent = HttpPattern.Read(settings, "permanentPattern");
        _temporary = HttpPattern.Read(settings, "temporaryPattern");
        _optOut = HttpPattern.Read(settings, "optOutPattern");
        _stop = HttpPattern.Read(settings, "stopPattern");
        _throttle = HttpPattern.Read(settings, "throttlePattern");
        _success = HttpPattern.Read(settings, "successPattern");
        _id = HttpPattern.Read(settings, "idPattern");
        _idPath = settings.Text("idPath");
        _waitHeader = settings.Text("throttleHeader");
        _successStatus = settings.Text("successStatus");
        HttpPattern[] patterns = [_permanent, _temporary, _optOut, _stop, _throttle, _success, _id];
        Fault = patterns.Select(pattern => pattern.Fault).FirstOrDefault(fault => fault is not null)
            ?? (ReadRanges(_successStatus) is null ? "successStatus takes numbers and ranges, e.g. 200-299,302." : null);
    }

    /// <summary>What the operator must mend before anything can be sent; null for nothing.</summary>
    public string? Fault { get; }

    public SendResult Read(HttpOutcome.Answered answer, string ownId)
    {
        var text = answer.Text;
        if (_permanent.Matches(text))
            return Failed("permanent", SendFailureClass.PermanentMessage,
                "The provider's answer matches the pattern of permanent failures.");
        if (_temporary.Matches(text))
            return Failed("temporary", SendFailureClass.Transient,
                "The provider's answer matches the pattern of temporary failures; the message is tried again.");
        if (_optOut.Matches(text))
            return Failed("optOut", SendFailureClass.OptOut, "The provider says that this person asked not to be texted.");
        if (_stop.Matches(text))
            return Failed("accountStop", SendFailureClass.AccountStop,
                "The provider's answer matches the pattern of account faults: credentials, balance or suspension.");
        if (_throttle.Find(text) is { } wait)
            return Failed("throttled", SendFailureClass.Throttle, "The provider takes no more at the moment; the message waits.",
                Wait(answer) ?? Seconds(wait));
        if (!IsSuccess(answer.Status))
        {
            return new SendResult.Failed(answer.IsSuccess
                ? HttpFailures.NotUnderstood(_word)
                : HttpFailures.ByStatus(_word, answer) with { RetryAfter = Wait(answer) });
        }

        if (_success.IsGiven && !_success.Matches(text))
            return new SendResult.Failed(HttpFailures.NotUnderstood(_word));
        if (_idPath.Length == 0 && !_id.IsGiven)
            return new SendResult.Accepted([ownId]);
        var id = _idPath.Length > 0 && JsonPath.Parse(answer.Body) is { } json ? JsonPath.Text(json, _idPath) : null;
        id ??= _id.Find(text);
        // Without the id no receipt finds it, and an answer without one is not the answer that was agreed on.
        return id is { Length: > 0 } ? new SendResult.Accepted([id]) : new SendResult.Failed(HttpFailures.NotUnderstood(_word));
    }

    private static List<(int Least, int Most)>? ReadRanges(string text)
    {
        var ranges = new List<(int, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2);
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                return null;
            ranges.Add((least, most));
        }

        return ranges;
    }

    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private bool IsSuccess(int status) => (ReadRanges(_successStatus) ?? []).Any(range => status >= range.Least && status <= range.Most);

    // A date in Retry-After is read by ProviderHttp.
    private TimeSpan? Wait(HttpOutcome.Answered answer) =>
        (answer.Headers.TryGetValue(_waitHeader, out var wait) ? Seconds(wait) : null) ?? answer.RetryAfter;

    private SendResult.Failed Failed(string code, SendFailureClass @class, string sentence, TimeSpan? wait = null) =>
        new(new SendFailure($"{_word}:{code}", @class, sentence, wait));
}
