using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp.Peers;

/// <summary>Our client as transmitter and receiver, and Kannel's fake SMSC: it knows separate binds only, and gives no ids.</summary>
public sealed class DriveSmppTests
{
    [Fact]
    public async Task A_pair_takes_its_messages_and_sends_ours()
    {
        var program = Kannel.Program("drive_smpp");
        var port = FreePort();
        var delivered = Channel.CreateUnbounded<DeliverSm>();
        await using var smsc = PeerProcess.Start(program, "-v", "0", "-p", $"{port}", "-m", "20");
        await using var client = new SmppClient(Link.To(new(IPAddress.Loopback, port)) with
        {
            BindMode = SmppBindMode.Pair,
            OnDeliver = (message, _) =>
            {
                delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        client.Start();
        await client.WaitUntilBoundAsync(TestContext.Current.CancellationToken).InTime();

        var response = await client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken);
        response.MessageId.ShouldBe("");
        await smsc.LineAsync(line => line.EndsWith("submit_sm: short_message = <Hola>", StringComparison.Ordinal));
        for (var i = 1; i <= 20; i++)
        {
            var message = await delivered.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();
            message.Source.Value.ShouldBe("456");
            Encoding.ASCII.GetString(message.ShortMessage.Span).ShouldBe($"{i}");
            message.Tlvs.Text(SmppTag.ReceiptedMessageId).ShouldBe("receipted_message_id");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
