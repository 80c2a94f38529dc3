using System.Text.Json;

namespace Chasqui.Smpp.Support;

/// <summary>PDUs that npm smpp 0.5.1 encoded and decoded, and receipts as SMSCs write them.</summary>
internal static class Vectors
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data/vectors.json"))).RootElement;

    public static IEnumerable<string> Names => Pdus.Select(pdu => pdu.GetProperty("name").GetString()!);

    public static IEnumerable<JsonElement> Receipts => Root.GetProperty("receipts").EnumerateArray();

    public static IEnumerable<JsonElement> IdPairs => Root.GetProperty("id_pairs").EnumerateArray();

    public static byte[] Octets(string name) => Convert.FromHexString(
        Pdus.Single(pdu => pdu.GetProperty("name").GetString() == name).GetProperty("hex").GetString()!);

    private static IEnumerable<JsonElement> Pdus => Root.GetProperty("pdus").EnumerateArray();
}
