using Chasqui.Lab;
using Chasqui.Lab.Kannel;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.Kannel;

public sealed class KannelTests : IAsyncLifetime
{
    private readonly ProviderBench _bench = new();
    private KannelSimulator _kannel = null!;

    public async ValueTask InitializeAsync() => _kannel = await KannelSimulator.StartAsync(0, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _kannel.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task Coding_is_chosen_by_the_text()
    {
        await using var connection = Open();
        foreach (var text in (string[])["Hola ñandú€", "Hola ñandu", "Привет"])
            (await SendAsync(connection, text)).ShouldBeOfType<SendResult.Accepted>();

        _kannel.Ledger.Messages.Select(message => message.Raw).ShouldBe(["2", "0", "2"]);
    }

    [Fact]
    public async Task Text_kannel_would_cut_or_empty_is_refused_here()
    {
        await using var connection = Open(new { maxParts = 1 });

        Failure(await SendAsync(connection, new string('a', 161))).Class.ShouldBe(SendFailureClass.PermanentMessage);
        Failure(await SendAsync(connection, "")).Code.ShouldBe("kannel:empty");

        _kannel.Ledger.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plus_of_the_number_survives_the_query()
    {
        await using var connection = Open();

        await SendAsync(connection, "Hola");

        _kannel.Ledger.Messages.ShouldHaveSingleItem().To.ShouldBe("+59898344484");
    }

    [Fact]
    public async Task Key_with_percent_signs_survives_kannels_escapes()
    {
        const string key = "100%d+&key";
        var account = Account(new { hookKey = key });
        await using var connection = new KannelKind(_bench.Http).Open(account);
        await SendAsync(connection, "Hola");

        var call = (await _kannel.TellAsync(_kannel.Ledger.Messages[0], "delivered", null, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        Receive(call, account).ShouldBeOfType<WebhookAnswer.Taken>().Reports.ShouldHaveSingleItem().State.ShouldBe(DeliveryState.Delivered);
    }

    [Theory]
    [InlineData("failed", "011", "undelivered", "kannel:err011")]
    [InlineData("rejected", "0x0000000b", "rejected", "kannel:NACK/0x0000000b")]
    public async Task Failure_has_the_networks_code_and_not_the_text(string state, string code, string ours, string shown)
    {
        var account = Account(new { });
        await using var connection = new KannelKind(_bench.Http).Open(account);
        await SendAsync(connection, "secreto");

        var call = (await _kannel.TellAsync(_kannel.Ledger.Messages[0], state, code, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        var report = Receive(call, account).ShouldBeOfType<WebhookAnswer.Taken>().Reports.ShouldHaveSingleItem();
        report.State.Wire().ShouldBe(ours);
        report.Code.ShouldBe(shown);
    }

    [Fact]
    public void Text_in_another_charset_is_read()
    {
        var account = Account(new { });
        var call = Get($"{account.HookAddress}/inbound?key={KannelSimulator.HookKey}&from=1&to=2&text=a%F1o&charset=ISO-8859-1&id=x");

        Receive(call, account).ShouldBeOfType<WebhookAnswer.Taken>().Messages.ShouldHaveSingleItem().Text.ShouldBe("año");
    }

    [Fact]
    public async Task Check_tells_good_credentials_from_bad_without_sending()
    {
        await using var good = (KannelConnection)Open();
        await using var bad = (KannelConnection)Open(new { password = "wrong" });

        (await good.CheckAsync(TestContext.Current.CancellationToken)).Works.ShouldBeTrue();
        (await bad.CheckAsync(TestContext.Current.CancellationToken)).Works.ShouldBeFalse();

        _kannel.Ledger.Messages.ShouldBeEmpty();
    }

    private static SendFailure Failure(SendResult result) => result.ShouldBeOfType<SendResult.Failed>().Failure;

    private static LabCall Get(string address) =>
        new() { Method = "GET", Url = new Uri(address), Headers = new Dictionary<string, string>(), Body = [] };

    private WebhookAnswer Receive(LabCall call, ProviderAccount account) =>
        new KannelKind(_bench.Http).Receive(ProviderBench.Request(call, account), account, _bench.Time.GetUtcNow());

    private Task<SendResult> SendAsync(IProviderConnection connection, string text) =>
        connection.SendAsync(_bench.Message(text), TestContext.Current.CancellationToken);

    private IProviderConnection Open(object? settings = null) => new KannelKind(_bench.Http).Open(Account(settings ?? new { }));

    private ProviderAccount Account(object settings) => _bench.Account(new KannelKind(_bench.Http), SettingsOf.Both(
        new
        {
            endpoint = KannelSimulator.Endpoint(_kannel.Address),
            user = KannelSimulator.User,
            password = KannelSimulator.Password,
            hookKey = KannelSimulator.HookKey,
        },
        settings));
}
