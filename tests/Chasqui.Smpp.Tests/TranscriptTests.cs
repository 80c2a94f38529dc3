using System.Net;
using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>
/// Whole conversations octet for octet, written by hand and not by our encoder. What one side says without an answer between goes out in
/// one piece, so that several PDUs come in one read; then again octet by octet.
/// </summary>
public sealed class TranscriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_server_answers_as_the_transcript_says(bool octetByOctet)
    {
        var submits = 0;
        await using var server = new SmppServer(new()
        {
            SystemId = "smsc",
            OnBind = (_, bind, _) => ValueTask.FromResult(
                bind is { SystemId: "acme", Password: "s3cret12" } ? SmppCommandStatus.Ok : SmppCommandStatus.BindFailed),
            OnSubmit = (_, _, _) => ValueTask.FromResult(
                submits++ == 0 ? SmppSubmitResult.Accepted("64E2A9F1") : SmppSubmitResult.Refused(SmppCommandStatus.Throttled)),
        });
        server.Start();
        using var esme = await RawPeer.ConnectAsync(server.EndPoint);
        await PlayAsync(esme, "server.txt", ours: 'S', octetByOctet);
        await esme.EndsAsync();
        submits.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_client_speaks_as_the_transcript_says(bool octetByOctet)
    {
        using var listener = RawPeer.Listen();
        var delivered = Channel.CreateUnbounded<DeliverSm>();
        await using var client = new SmppClient(Link.To((IPEndPoint)listener.LocalEndpoint) with
        {
            ThrottlePause = TimeSpan.FromMilliseconds(10),
            OnDeliver = (message, _) =>
            {
                delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        client.Start();
        using var smsc = await RawPeer.AcceptAsync(listener);
        var playing = PlayAsync(smsc, "client.txt", ours: 'C', octetByOctet);

        (await delivered.Reader.ReadAsync(Cancellation).InTime()).ShortMessage.ToArray().ShouldBe("Gracias"u8.ToArray());
        await client.WaitUntilBoundAsync(Cancellation).InTime();
        (await client.SubmitAsync(Submit("submit"), Cancellation).InTime()).MessageId.ShouldBe("64E2A9F1");
        SmppReceipt.TryRead(await delivered.Reader.ReadAsync(Cancellation).InTime(), TimeSpan.Zero, out var receipt).ShouldBeTrue();
        receipt!.MessageId.ShouldBe("64E2A9F1");
        (await Should.ThrowAsync<SmppRefusedException>(client.SubmitAsync(Submit("submit_udh"), Cancellation).InTime()))
            .Status.ShouldBe(SmppCommandStatus.Throttled);
        (await Should.ThrowAsync<SmppRefusedException>(client.SubmitAsync(Submit("submit_sar"), Cancellation).InTime()))
            .Status.ShouldBe(SmppCommandStatus.InvalidCommandId);
        (await client.SubmitAsync(Submit("submit_payload"), Cancellation).InTime()).MessageId.ShouldBe("64E2A9F1");
        await client.StopAsync(Cancellation).InTime();
        await playing.InTime();
    }

    private static SubmitSm Submit(string name) => (SubmitSm)Wire.Decode(Vectors.Octets(name)).Pdu;

    private static async Task PlayAsync(RawPeer peer, string file, char ours, bool octetByOctet)
    {
        var pending = new List<byte>();
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Transcripts", file);
        foreach (var line in await File.ReadAllLinesAsync(path, Cancellation))
        {
            if (line[0] == '#') continue;
            if (line[0] != ours)
            {
                pending.AddRange(Convert.FromHexString(line[3..]));
                continue;
            }
            await SayAsync();
            Convert.ToHexString(await peer.ReadOctetsAsync()).ShouldBe(line[3..]);
        }
        await SayAsync();

        async Task SayAsync()
        {
            if (octetByOctet)
                foreach (var octet in pending) await peer.SendAsync(new[] { octet });
            else if (pending.Count > 0) await peer.SendAsync(pending.ToArray());
            pending.Clear();
        }
    }
}
