using Chasqui.Lab.DinstarWeb;
using Chasqui.Messages;
using Chasqui.Providers.Compliance;

namespace Chasqui.Providers.DinstarWeb;

public sealed class DinstarWebTests : IAsyncLifetime
{
    private readonly ProviderBench _bench = new();
    private DinstarWebSimulator _gateway = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _gateway = await DinstarWebSimulator.StartAsync(0, Stop);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _bench.Dispose();
    }

    [Fact]
    public async Task One_login_serves_many_messages_over_ports_in_turn()
    {
        await using var connection = Open(new { ports = "(0.1)" });

        for (var i = 0; i < 3; i++)
            (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Accepted>();
        await connection.SendAsync(_bench.Message("Hola") with { DialString = "(7)" }, Stop);

        _gateway.Logins.ShouldBe(1);
        _gateway.Ports.ShouldBe(["0", "1", "0", "7"]);
    }

    [Fact]
    public async Task Lost_session_is_begun_anew_and_the_message_sent_once()
    {
        await using var connection = Open();
        await connection.SendAsync(_bench.Message("una"), Stop);
        _gateway.Forget();

        (await connection.SendAsync(_bench.Message("otra"), Stop)).ShouldBeOfType<SendResult.Accepted>();

        _gateway.Logins.ShouldBe(2);
        _gateway.Ledger.Messages.Select(message => message.Text).ShouldBe(["una", "otra"]);
    }

    [Fact]
    public async Task Wrong_password_stops_the_account()
    {
        await using var connection = Open(new { password = "wrong" });

        var failure = (await connection.SendAsync(_bench.Message("Hola"), Stop)).ShouldBeOfType<SendResult.Failed>().Failure;

        (failure.Code, failure.Class).ShouldBe(("dinstarWeb:login", SendFailureClass.AccountStop));
        (await ((IAccountCheck)connection).CheckAsync(Stop)).Works.ShouldBeFalse();
    }

    [Fact]
    public async Task Ports_may_count_from_one()
    {
        await using var connection = Open(new { firstPort = 1, ports = "(0)" });

        await connection.SendAsync(_bench.Message("Hola"), Stop);

        _gateway.Ports.ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("ports", "(x)", "dinstarWeb:dialString")]
    [InlineData("failurePattern", "(", "dinstarWeb:settings")]
    [InlineData("charset", "iso-8859-1", "dinstarWeb:charset")]
    [InlineData("maxParts", "1", "dinstarWeb:length")]
    public async Task What_cannot_go_does_not_leave(string setting, string value, string code)
    {
        await using var connection = Open(new Dictionary<string, string> { [setting] = value });

        (await connection.SendAsync(_bench.Message(new string('Я', 100)), Stop)).ShouldBeOfType<SendResult.Failed>().Failure.Code.ShouldBe(code);

        _gateway.Ledger.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check_logs_in_and_sends_nothing()
    {
        await using var connection = Open();

        (await ((IAccountCheck)connection).CheckAsync(Stop)).Works.ShouldBeTrue();

        _gateway.Ledger.Messages.ShouldBeEmpty();
    }

    private IProviderConnection Open(object? settings = null)
    {
        var kind = new DinstarWebKind(_bench.Http);
        return kind.Open(_bench.Account(kind, SettingsOf.Both(DinstarWebCompliance.SettingsOf(_gateway.Address, TimeSpan.FromSeconds(30)), settings ?? new { })));
    }
}
