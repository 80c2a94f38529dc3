using System.Globalization;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Dinstar;

/// <summary>
/// Asks the gateway for incoming messages, results and receipts. What was read before is known by a high-water mark; after a restart
/// everything the gateway holds is told once more, and the inbox knows it by its ids.
/// </summary>
internal sealed class DinstarPoll(
    ProviderSettings settings, DinstarApi api, DinstarPorts ports, DinstarReader reader, IProviderEvents events, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    // By the id of the part: told already. By port, reference and receiver: the newest message a receipt can mean.
    private readonly Dictionary<string, (DeliveryState State, DateTimeOffset Seen)> _told = new(StringComparer.Ordinal);
    private readonly Dictionary<(int, int, string), (DinstarResult Result, DateTimeOffset Seen)> _references = [];
    private long _highest;
    private string _serial = "";
    private string? _warning;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var every = settings.Seconds("pollSeconds");
        if (every == TimeSpan.Zero)
        {
            events.Link(LinkState.Connected, "Push mode: the gateway calls us.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        events.Link(LinkState.Connecting, null);
        var pause = ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var fault = await AskAsync(cancellationToken);
            events.Link(fault is null ? LinkState.Connected : LinkState.Disconnected, fault ?? _warning);
            if (fault is null)
                pause = ShortestPause;
            await Task.Delay(fault is null ? every : pause, time, cancellationToken);
            if (fault is not null)
                pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    /// <returns>What is wrong; null for nothing.</returns>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        await ports.RefreshAsync([], cancellationToken);
        return await MessagesAsync(cancellationToken) ?? await ResultsAsync(cancellationToken) ?? await ReceiptsAsync(cancellationToken);
    }

    private async Task<string?> MessagesAsync(CancellationToken cancellationToken)
    {
        // flag=all: a message another program has read is still ours to read, and one we could not store comes again.
        var answer = settings.Text("incomingMethod") == "POST"
            ? await api.PostAsync(null, "query_incoming_sms", new { flag = "all", incoming_sms_id = _highest }, isPrivate: true, [],
                cancellationToken)
            : await api.GetAsync(
                "query_incoming_sms", $"?flag=all&incoming_sms_id={_highest.ToString(CultureInfo.InvariantCulture)}", isPrivate: true,
                    cancellationToken);
        if (Fault(answer) is { } fault)
            return fault;
        var json = answer.Json!.Value;
        var serial = JsonPath.Text(json, "sn") ?? "";
        if (_serial.Length > 0 && serial != _serial)
            _highest = 0; // another gateway behind the same address has ids of its own
        _serial = serial;

        var messages = reader.Messages(json, ports.Numbers);
        foreach (var message in messages.Where(message => message.To.Length > 0))
            await events.InboundAsync(message, cancellationToken);
        // Without a number nobody knows whose they are. They stay with the gateway, and are asked for again, until somebody says.
        _warning = messages.Any(message => message.To.Length == 0)
            ? "Messages came in on a port whose number is not known. Write it into the settings (Numbers of the ports)."
            : null;
        if (_warning is null)
            _highest = Math.Max(_highest, DinstarReader.HighestId(json) ?? 0);
        return null;
    }

    private async Task<string?> ResultsAsync(CancellationToken cancellationToken)
    {
        var answer = await AskForAsync("query_sms_result", cancellationToken);
        if (Fault(answer) is { } fault)
            return fault;
        var fresh = new List<DeliveryReport>();
        var now = time.GetUtcNow();
        foreach (var result in reader.Results(answer.Json!.Value, "result").OrderBy(result => result.Report.At))
        {
            if (result.RefId is { } reference)
                _references[(result.Port, reference, result.NumberMark)] = (result, now);
            Add(fresh, result.Report, now);
        }

        await TellAsync(fresh, now, cancellationToken);
        return null;
    }

    private async Task<string?> ReceiptsAsync(CancellationToken cancellationToken)
    {
        var answer = await AskForAsync("query_sms_deliver_status", cancellationToken);
        if (Fault(answer) is { } fault)
            return fault;
        var fresh = new List<DeliveryReport>();
        var now = time.GetUtcNow();
        foreach (var receipt in reader.Receipts(answer.Json!.Value))
        {
            // Of several parts only one reference is known: the result's own DELIVERED is to be believed then. And a reference comes
            // round again after 256 messages, so a receipt older than the message is another's.
            if (!_references.TryGetValue((receipt.Port, receipt.RefId, receipt.NumberMark), out var known) || known.Result.Count > 1
                || receipt.At < known.Result.Report.At)
                continue;
            var state = TpStatus.ToState(receipt.StatusCode);
            Add(fresh, known.Result.Report with
            {
                State = state,
                At = receipt.At,
                Code = state.IsFailure ? $"{DinstarKind.Word}:{receipt.StatusCode}" : null
            }, now);
        }

        await TellAsync(fresh, now, cancellationToken);
        return null;
    }

    private Task<DinstarAnswer> AskForAsync(string call, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromMinutes(settings.Integer("resultMinutes"));
        return api.PostAsync(null, call, new { time_after = reader.Write(since) }, isPrivate: true, [], cancellationToken);
    }

    /// <summary>Only what is later than what was told: the gateway repeats itself at every question.</summary>
    private void Add(List<DeliveryReport> fresh, DeliveryReport report, DateTimeOffset now)
    {
        if (_told.TryGetValue(report.ProviderMessageId, out var told) && told.State.Rank >= report.State.Rank)
            _told[report.ProviderMessageId] = told with { Seen = now };
        else
            fresh.Add(report);
    }

    private async Task TellAsync(List<DeliveryReport> fresh, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (fresh.Count > 0)
            await events.ReportsAsync(fresh, cancellationToken);
        foreach (var report in fresh)
            _told[report.ProviderMessageId] = (report.State, now);

        // What the gateway no longer names is no longer asked about.
        var old = now - TimeSpan.FromMinutes(settings.Integer("resultMinutes"));
        foreach (var (id, told) in _told.Where(pair => pair.Value.Seen < old).ToList())
            _told.Remove(id);
        foreach (var (key, known) in _references.Where(pair => pair.Value.Seen < old).ToList())
            _references.Remove(key);
    }

    private static string? Fault(DinstarAnswer answer) => answer switch
    {
        { IsGood: true } => null,
        { Outcome: HttpOutcome.Answered { Status: 401 } } => "The gateway refused user and password.",
        { Code: 403 } => "The gateway's API is switched off.",
        { Outcome: HttpOutcome.Answered answered } =>
            $"The gateway answered HTTP {answered.Status}, error_code {answer.Code?.ToString(CultureInfo.InvariantCulture) ?? "none"}.",
        _ => answer.Outcome.AsFailure(DinstarKind.Word)!.Sentence,
    };
}
