using System.Text;
using System.Threading.Channels;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp.Peers;

/// <summary>Our client and npm smpp as the SMSC: what it read is what we meant.</summary>
public sealed class NpmServerTests : IAsyncLifetime
{
    private readonly Channel<DeliverSm> _delivered = Channel.CreateUnbounded<DeliverSm>();
    private PeerProcess _npm = null!;
    private SmppClientOptions _options = null!;
    private SmppClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _npm = PeerProcess.StartNode("server.mjs");
        var port = (await _npm.JsonAsync("event", "listening")).GetProperty("port").GetInt32();
        _options = Link.To(new(System.Net.IPAddress.Loopback, port)) with
        {
            ThrottlePause = TimeSpan.FromMilliseconds(50),
            OnDeliver = (message, _) =>
            {
                _delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        };
        _client = new(_options);
        _client.Start();
        await _client.WaitUntilBoundAsync(TestContext.Current.CancellationToken).InTime();
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        if (_npm is not null) await _npm.DisposeAsync();
    }

    [Fact]
    public async Task It_reads_our_bind()
    {
        var bind = await _npm.JsonAsync("event", "bind_transceiver");
        bind.GetProperty("system_id").GetString().ShouldBe("acme");
        bind.GetProperty("interface_version").GetInt32().ShouldBe(0x34);
    }

    [Fact]
    public async Task It_reads_our_message_and_we_read_its_receipt()
    {
        var response = await _client.SubmitAsync(
            Link.Hello with { ValidityPeriod = "000001000000000R" }, TestContext.Current.CancellationToken);
        var read = await _npm.JsonAsync("event", "submit_sm");
        read.GetProperty("source").GetString().ShouldBe("Acme");
        read.GetProperty("source_ton").GetInt32().ShouldBe(5);
        read.GetProperty("destination").GetString().ShouldBe("59898344484");
        read.GetProperty("text").GetString().ShouldBe("Hola");
        var delivered = await NextAsync();
        SmppReceipt.TryRead(delivered, TimeSpan.Zero, out var receipt).ShouldBeTrue();
        receipt!.State.ShouldBe(SmppMessageState.Delivered);
        receipt.Recipient.Value.ShouldBe("59898344484");
        SmppMessageIds.FromReceipt(receipt.MessageId, SmppMessageIdForm.ResponseHexReceiptDecimal)
            .ShouldBe(SmppMessageIds.FromResponse(response.MessageId, SmppMessageIdForm.ResponseHexReceiptDecimal));
        (await _npm.JsonAsync("event", "deliver_sm_resp")).GetProperty("status").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task It_reads_parts_with_a_header_with_sar_and_as_payload()
    {
        var arabic = Link.Hello with { DataCoding = SmppDataCoding.Ucs2, RegisteredDelivery = 0 };
        var octets = Encoding.BigEndianUnicode.GetBytes(new string('س', 100));
        foreach (var method in Enum.GetValues<SmppConcatenationMethod>())
        {
            var parts = SmppConcatenation.Cut(octets, arabic.DataCoding, method);
            var text = "";
            foreach (var pdu in SmppConcatenation.Build(arabic, parts, method, 0x04D2))
            {
                await _client.SubmitAsync(pdu, TestContext.Current.CancellationToken);
                var read = await _npm.JsonAsync("event", "submit_sm");
                text += read.GetProperty("text").GetString();
                var expectedHeader = method switch
                {
                    SmppConcatenationMethod.Udh8 => "0003d202",
                    SmppConcatenationMethod.Udh16 => "080404d202",
                    _ => "",
                };
                string.Concat(read.GetProperty("udh").EnumerateArray().Select(one => one.GetString())).ShouldStartWith(expectedHeader);
                if (method == SmppConcatenationMethod.Sar) read.GetProperty("sar")[0].GetInt32().ShouldBe(0x04D2);
            }
            text.ShouldBe(new string('س', 100), method.ToString());
        }
    }

    [Fact]
    public async Task Its_throttling_is_a_refusal_and_the_next_message_goes()
    {
        var refused = await Should.ThrowAsync<SmppRefusedException>(_client.SubmitAsync(
            Link.Hello with { Destination = SmppAddress.Guess("000") }, TestContext.Current.CancellationToken).AsTask());
        refused.Status.ShouldBe(SmppCommandStatus.Throttled);
        (await _client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken)).MessageId.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task It_answers_our_query_and_our_cancelling()
    {
        var answer = await _client.QueryAsync(new() { MessageId = "77" }, TestContext.Current.CancellationToken);
        answer.MessageId.ShouldBe("77");
        answer.MessageState.ShouldBe(SmppMessageState.Delivered);
        await _client.CancelAsync(new() { MessageId = "77" }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task It_refuses_a_wrong_password_and_we_say_so()
    {
        await using var client = new SmppClient(_options with { Password = "wrong", BindRefusedPause = TimeSpan.FromMinutes(1) });
        var states = Link.Watch(client);
        client.Start();
        SmppStateChangedEventArgs? change;
        do states.TryTake(out change, Link.Patience).ShouldBeTrue();
        while (change!.BindStatus is null);
        change.BindStatus.ShouldBe(SmppCommandStatus.InvalidPassword);
        change.NextAttemptIn.ShouldBe(TimeSpan.FromMinutes(1));
        client.State.ShouldBe(SmppClientState.Disconnected);
    }

    private Task<DeliverSm> NextAsync() => _delivered.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();
}
