using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chasqui.Messages;

namespace Chasqui.Providers.Dongle;

/// <summary>
/// Brings events to where they are stored. What could not be stored stays in line and is tried again when listening begins anew: Asterisk
/// tells everything once.
/// </summary>
internal sealed class DongleListener(ProviderSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<AmiMessage> _heard = new();

    // What came in lately, and the id it was given: chan_dongle has none, and tells a message again after a modem's reset.
    private readonly Dictionary<string, (string Id, DateTimeOffset At)> _recent = new(StringComparer.Ordinal);

    public async Task RunAsync(AmiSession session, IProviderEvents events, DongleWire wire, CancellationToken cancellationToken)
    {
        await StoreAsync(events, cancellationToken);
        await foreach (var told in session.Events.ReadAllAsync(cancellationToken))
        {
            wire.Heard(told);
            // DongleNewSMS tells the same message with its empty lines lost.
            if (told["Event"] is "DongleReport" or "DongleNewSMSBase64")
                _heard.Enqueue(told);
            await StoreAsync(events, cancellationToken);
        }
    }

    /// <summary>What a report says; null when it is of no message of ours, or says nothing we know.</summary>
    public static DeliveryReport? Report(AmiMessage told)
    {
        if (!Guid.TryParse(told["Payload"].TrimEnd('\0'), out var id))
            return null;
        var parts = told["Report"].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : -1)
            .Where(status => status is >= 0 and <= 255)
            .ToList();
        DeliveryState? state = (told["Type"], told["Success"]) switch
        {
            ("0", "1") => DeliveryState.Sent,
            ("0", _) => DeliveryState.Failed,
            // Its own Success counts "still trying" as success, so the network's words decide.
            ("1", _) => TpStatus.ToState(parts),
            ("2", _) => DeliveryState.Unknown,
            _ => null,
        };
        return state is null
            ? null
            : new DeliveryReport
            {
                ProviderMessageId = DongleConnection.PartId(MessageId.From(id)),
                Reference = MessageId.From(id),
                State = state.Value,
                Code = state.Value.IsFailure
                    ? $"{DongleKind.Word}:{(told["Type"] == "1" ? parts.Max().ToString(CultureInfo.InvariantCulture) : "modem")}"
                    : null,
            };
    }

    private async Task StoreAsync(IProviderEvents events, CancellationToken cancellationToken)
    {
        while (_heard.TryPeek(out var told))
        {
            if (told["Event"] == "DongleReport" && Report(told) is { } report)
                await events.ReportsAsync([report with { At = time.GetUtcNow() }], cancellationToken);
            else if (told["Event"] == "DongleNewSMSBase64" && Message(told) is { } message)
                await events.InboundAsync(message, cancellationToken);
            _heard.TryDequeue(out _);
        }
    }

    private InboundMessage? Message(AmiMessage told)
    {
        var octets = new byte[told["Message"].Length];
        if (!Convert.TryFromBase64String(told["Message"], octets, out var count))
            return null;
        var (device, from, text) = (told["Device"], told["From"], Encoding.UTF8.GetString(octets, 0, count));
        return new InboundMessage { ProviderMessageId = Id(device, from, text), From = from, To = NumberOf(device), Text = text };
    }

    private string Id(string device, string from, string text)
    {
        var now = time.GetUtcNow();
        foreach (var (key, _) in _recent.Where(pair => pair.Value.At + Echo < now).ToList())
            _recent.Remove(key);
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{device}\n{from}\n{text}")).AsSpan(0, 12));
        if (!_recent.TryGetValue(mark, out var known))
            _recent[mark] = known = ($"{mark}-{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}", now);
        return known.Id;
    }

    /// <summary>The device's own name when nobody said its number: no sender has it, and the log says so.</summary>
    private string NumberOf(string device) => settings.Text("deviceNumbers").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .FirstOrDefault(sides => sides.Length == 2 && string.Equals(sides[0], device, StringComparison.OrdinalIgnoreCase))?[1] ?? device;
}
