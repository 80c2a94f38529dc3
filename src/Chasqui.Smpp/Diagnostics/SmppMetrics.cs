using System.Diagnostics;
using System.Diagnostics.Metrics;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Diagnostics;

/// <summary>The meter of this library. Without a listener an instrument costs one comparison.</summary>
public static class SmppMetrics
{
    /// <summary>The meter's name, for a listener or an exporter.</summary>
    public const string MeterName = "Chasqui.Smpp";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Pdus =
        Meter.CreateCounter<long>("smpp.pdus", "{pdu}", "PDUs by smpp.link, smpp.command and smpp.direction (sent, received).");

    private static readonly Histogram<double> Durations =
        Meter.CreateHistogram<double>(
            "smpp.request.duration", "s", "From writing a request to its response, by smpp.link, smpp.command and smpp.status.");

    private static readonly Counter<long> Timeouts =
        Meter.CreateCounter<long>(
            "smpp.request.timeouts", "{request}", "Requests without a response in time, by smpp.link and smpp.command.");

    private static readonly UpDownCounter<long> Window =
        Meter.CreateUpDownCounter<long>("smpp.window.used", "{request}", "Unanswered requests in the window, by smpp.link.");

    private static readonly UpDownCounter<long> Sessions =
        Meter.CreateUpDownCounter<long>("smpp.sessions.bound", "{session}", "Bound sessions by smpp.link.");

    private static readonly Counter<long> Ends =
        Meter.CreateCounter<long>("smpp.sessions.ended", "{session}", "Sessions that ended, by smpp.link and smpp.reason.");

    internal static void Pdu(bool sent, SmppCommandId command, string link)
    {
        if (!Pdus.Enabled) return;
        Pdus.Add(
            1,
            new KeyValuePair<string, object?>("smpp.link", link),
            new KeyValuePair<string, object?>("smpp.command", CommandTag(command)),
            new KeyValuePair<string, object?>("smpp.direction", sent ? "sent" : "received"));
    }

    internal static void Answered(SmppCommandId command, SmppCommandStatus status, TimeSpan after, string link)
    {
        if (!Durations.Enabled) return;
        Durations.Record(
            after.TotalSeconds,
            new KeyValuePair<string, object?>("smpp.link", link),
            new KeyValuePair<string, object?>("smpp.command", CommandTag(command)),
            new KeyValuePair<string, object?>("smpp.status", StatusTag(status)));
    }

    internal static void TimedOut(SmppCommandId command, string link) =>
        Timeouts.Add(1, new TagList { { "smpp.link", link }, { "smpp.command", CommandTag(command) } });

    internal static void InFlight(int change, string link)
    {
        if (Window.Enabled && change != 0) Window.Add(change, new KeyValuePair<string, object?>("smpp.link", link));
    }

    internal static void Bound(int change, string link) => Sessions.Add(change, new KeyValuePair<string, object?>("smpp.link", link));

    internal static void Ended(SmppEnd reason, string link) =>
        Ends.Add(1, new TagList { { "smpp.link", link }, { "smpp.reason", reason.ToString() } });

    // A peer chooses these numbers: unknown ones share one value, or it could make as many series as it likes.
    private static string CommandTag(SmppCommandId command) => Enum.IsDefined(command) ? command.Name() : "unknown";

    private static string StatusTag(SmppCommandStatus status) => Enum.IsDefined(status) ? status.Name() : "vendor";
}
