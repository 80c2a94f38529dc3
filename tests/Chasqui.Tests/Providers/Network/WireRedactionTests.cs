using System.Text.Encodings.Web;
using System.Text.Json;
using Chasqui.Lab.WhatsApp;
using Chasqui.Providers.Compliance;
using Chasqui.Providers.WhatsApp;

namespace Chasqui.Providers.Network;

public sealed class WireRedactionTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string Text = "Año \"nuevo\" <1/2> & más=1";

    public static TheoryData<string> Spellings() =>
    [
        Text,
        Uri.EscapeDataString(Text),
        Uri.EscapeDataString(Text).Replace("%20", "+", StringComparison.Ordinal),
        JsonSerializer.Serialize(Text),
        JsonSerializer.Serialize(Text, Relaxed),
        """A\u00f1o \"nuevo\" <1/2> & m\u00e1s=1""",
        """A\u00F1o \"nuevo\" <1\/2> & m\u00E1s=1""",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void Text_is_hidden_as_anybody_would_write_it(string spelling)
    {
        using var bench = new ProviderBench();
        var account = bench.Account(new WhatsAppKind(bench.Http), new { accessToken = "EAAtoken0123" });

        var shown = WireRedaction.For(account, bench.Message(Text)).Apply($"before {spelling} after");

        shown.ShouldNotContain("nuevo");
        shown.ShouldContain($"[{Text.Length} characters]");
    }

    [Fact]
    public async Task Text_longer_than_the_log_is_hidden_too()
    {
        using var bench = new ProviderBench();
        await using var carrier = await WhatsAppSimulator.StartAsync(0, TestContext.Current.CancellationToken);
        var kind = new WhatsAppKind(bench.Http);
        await using var connection = kind.Open(bench.Account(kind, WhatsAppTests.Settings(carrier.Address, TimeSpan.FromSeconds(30))));

        // Six octets a letter once it is escaped: more than an entry of the log holds.
        await connection.SendAsync(bench.Message(new string('ж', 4000)), TestContext.Current.CancellationToken);

        bench.Wire.Entries.Count.ShouldBe(2);
        bench.Wire.Entries.ShouldAllBe(entry => !entry.Body.Contains("0436", StringComparison.OrdinalIgnoreCase));
    }
}
