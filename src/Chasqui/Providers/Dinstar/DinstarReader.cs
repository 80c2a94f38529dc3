using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;

namespace Chasqui.Providers.Dinstar;

/// <summary>What the gateway says of a message it took.</summary>
/// <param name="UserId">Ours.</param>
/// <param name="Port">Which sent it.</param>
/// <param name="RefId">The network's reference, 0–255 and round again; null until it is sent.</param>
/// <param name="Count">Parts.</param>
/// <param name="NumberMark">Of the receiver.</param>
/// <param name="Report">The same in our words.</param>
internal sealed record DinstarResult(int UserId, int Port, int? RefId, int Count, string NumberMark, DeliveryReport Report);

/// <summary>A receipt of the network, which names a message only by port, reference and receiver.</summary>
internal sealed record DinstarReceipt(int Port, int RefId, string NumberMark, int StatusCode, DateTimeOffset? At);

/// <summary>Reads what the gateway tells, polled or pushed.</summary>
internal sealed class DinstarReader(ProviderSettings settings)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(settings.Text("timeZone"), out var zone)
        ? zone
        : TimeZoneInfo.Utc;

    /// <summary>31 bits that are random in our id, never 0.</summary>
    public static int UserId(MessageId id)
    {
        Span<byte> octets = stackalloc byte[16];
        id.Value.TryWriteBytes(octets, bigEndian: true, out _);
        return Math.Max(1, BinaryPrimitives.ReadInt32BigEndian(octets[12..]) & int.MaxValue);
    }

    /// <summary>The part's id: <see cref="UserId"/> and the receiver's mark.</summary>
    public static string PartId(int userId, string number) => $"{userId.ToString(CultureInfo.InvariantCulture)}-{NumberMark(number)}";

    /// <summary>The same for a number however it is written: its last eight digits, hashed, since ids of parts are in logs.</summary>
    public static string NumberMark(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(digits.Length > 8 ? digits[^8..] : digits)).AsSpan(0, 6));
    }

    public string Write(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, _zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Incoming messages, under "sms".</summary>
    /// <param name="answer">Of a query, or a push.</param>
    /// <param name="simNumbers">By port, as the gateway knows them; the settings go before.</param>
    public IReadOnlyList<InboundMessage> Messages(JsonElement answer, IReadOnlyDictionary<int, string> simNumbers)
    {
        var serial = JsonPath.Text(answer, "sn") ?? "";
        var configured = PortNumbers();
        return
        [
            .. from item in List(answer, "sms")
               let port = Integer(item, "port") ?? -1
               let contact = JsonPath.Text(item, "number") ?? ""
               where contact.Length > 0
               select new InboundMessage
               {
                   // Ids begin again after a reset, so the gateway and the time belong to them.
                   ProviderMessageId = $"{serial}-{JsonPath.Text(item, "incoming_sms_id")}-{JsonPath.Text(item, "timestamp")}",
                   From = contact,
                   To = configured.GetValueOrDefault(port) ?? simNumbers.GetValueOrDefault(port) ?? "",
                   Text = Decoded(JsonPath.Text(item, "text") ?? ""),
               },
        ];
    }

    /// <summary>The highest incoming_sms_id; null when there is none.</summary>
    public static long? HighestId(JsonElement answer) => List(answer, "sms")
        .Select(item => long.TryParse(JsonPath.Text(item, "incoming_sms_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id : (long?)null).Max();

    /// <summary>Results, under "result" when asked for and "sms_result" when pushed. What has no id of ours is another program's.</summary>
    public IEnumerable<DinstarResult> Results(JsonElement answer, string list)
    {
        foreach (var item in List(answer, list))
        {
            if (Integer(item, "user_id") is not ({ } userId and > 0) || JsonPath.Text(item, "number") is not { Length: > 0 } number)
                continue;
            DeliveryState? state = JsonPath.Text(item, "status") switch
            {
                "SENDING" => DeliveryState.Accepted,
                "SENT_OK" => DeliveryState.Sent,
                "DELIVERED" => DeliveryState.Delivered,
                "FAILED" => DeliveryState.Failed,
                _ => null,
            };
            if (state is null)
                continue;
            var (count, sent) = (Integer(item, "count") ?? 1, Integer(item, "succ_count"));
            yield return new DinstarResult(userId, Integer(item, "port") ?? -1, Integer(item, "ref_id"), count, NumberMark(number),
                new DeliveryReport
                {
                    ProviderMessageId = PartId(userId, number),
                    State = state.Value,
                    Code = state == DeliveryState.Failed ? $"{DinstarKind.Word}:FAILED"
                        : state == DeliveryState.Sent && sent < count ? $"{DinstarKind.Word}:partial"
                        : null,
                    At = At(JsonPath.Text(item, "time")),
                });
        }
    }

    public IEnumerable<DinstarReceipt> Receipts(JsonElement answer) =>
        from item in List(answer, "result")
        let port = Integer(item, "port")
        let reference = Integer(item, "ref_id")
        let status = Integer(item, "status_code")
        where port is not null && reference is not null && status is not null
        select new DinstarReceipt(port.Value, reference.Value, NumberMark(JsonPath.Text(item, "number") ?? ""), status.Value,
            At(JsonPath.Text(item, "time")));

    private static IEnumerable<JsonElement> List(JsonElement answer, string name) =>
        JsonPath.Find(answer, name) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static int? Integer(JsonElement item, string name) =>
        int.TryParse(JsonPath.Text(item, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private DateTimeOffset? At(string? text)
    {
        if (!DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || _zone.IsInvalidTime(local))
            return null;
        return new DateTimeOffset(local, _zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private string Decoded(string text) => settings.Flag("textIsEncoded") ? Uri.UnescapeDataString(text.Replace('+', ' ')) : text;

    private Dictionary<int, string> PortNumbers()
    {
        var numbers = new Dictionary<int, string>();
        foreach (var line in settings.Text("portNumbers").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = line.Split('=', 2, StringSplitOptions.TrimEntries);
            if (sides.Length == 2 && sides[1].Length > 0
                && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                numbers[port] = sides[1];
        }

        return numbers;
    }
}
