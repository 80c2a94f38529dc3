using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>What the SMSC sends, and when it is answered.</summary>
public sealed class DeliverTests
{
    private static readonly DeliverSm Message = new()
    {
        Source = SmppAddress.International("59898344484"),
        Destination = SmppAddress.Guess("12345"),
        ShortMessage = "Hola"u8.ToArray(),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_answered_when_its_handler_has_completed()
    {
        var stored = new TaskCompletionSource<SmppCommandStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await Link.OpenAsync(client: options => options with { OnDeliver = (_, _) => new(stored.Task) });
        var delivering = link.Session.DeliverAsync(Message, Cancellation).AsTask();
        // The session goes on meanwhile.
        (await link.Client.SubmitAsync(Link.Hello, Cancellation).InTime()).MessageId.ShouldBe("id-1");
        delivering.IsCompleted.ShouldBeFalse();
        stored.SetResult(SmppCommandStatus.Ok);
        await delivering.InTime();
    }

    [Fact]
    public async Task A_handler_that_throws_lets_the_smsc_send_again()
    {
        var faults = Channel.CreateUnbounded<Exception>();
        var now = true;
        await using var link = await Link.OpenAsync(client: options => options with
        {
            OnFault = fault => faults.Writer.TryWrite(fault),
            OnDeliver = async (_, cancellationToken) =>
            {
                if (!now) await Task.Delay(1, cancellationToken);
                throw new InvalidOperationException("the disk is full");
            },
        });
        for (var i = 0; i < 2; i++)
        {
            var refused = await Should.ThrowAsync<SmppRefusedException>(link.Session.DeliverAsync(Message, Cancellation).AsTask().InTime());
            refused.Status.ShouldBe(SmppCommandStatus.TemporaryApplicationError);
            (await faults.Reader.ReadAsync(Cancellation).InTime()).Message.ShouldBe("the disk is full");
            now = false;
        }
        link.Client.State.ShouldBe(SmppClientState.Bound);
    }

    [Fact]
    public async Task Without_a_handler_nothing_is_lost()
    {
        await using var link = await Link.OpenAsync();
        (await Should.ThrowAsync<SmppRefusedException>(link.Session.DeliverAsync(Message, Cancellation).AsTask().InTime()))
            .Status.ShouldBe(SmppCommandStatus.TemporaryApplicationError);
    }

    [Fact]
    public async Task Overload_is_answered_so_that_it_comes_again()
    {
        var stored = new TaskCompletionSource<SmppCommandStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await Link.OpenAsync(
            Link.Accepting() with { WindowSize = 10 },
            options => options with { MaxConcurrentDeliveries = 2, OnDeliver = (_, _) => new(stored.Task) });
        var delivering = Enumerable.Range(0, 3).Select(_ => link.Session.DeliverAsync(Message, Cancellation).AsTask()).ToArray();
        (await Should.ThrowAsync<SmppRefusedException>(delivering[2].InTime()))
            .Status.ShouldBe(SmppCommandStatus.TemporaryApplicationError);
        stored.SetResult(SmppCommandStatus.Ok);
        await delivering[0].InTime();
        await delivering[1].InTime();
    }

    [Fact]
    public async Task A_data_sm_is_a_message_too()
    {
        var delivered = Channel.CreateUnbounded<DeliverSm>();
        await using var link = await Link.OpenAsync(client: options => options with
        {
            OnDeliver = (message, _) =>
            {
                delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        await link.Session.DeliverDataAsync(
            new() { Source = Message.Source, Tlvs = [new(SmppTag.MessagePayload, "Hola"u8.ToArray())] }, Cancellation).InTime();
        var message = await delivered.Reader.ReadAsync(Cancellation).InTime();
        message.CameAsDataSm.ShouldBeTrue();
        message.Octets.ToArray().ShouldBe("Hola"u8.ToArray());
    }

    [Fact]
    public async Task An_alert_is_told_and_has_no_answer()
    {
        var alerts = Channel.CreateUnbounded<AlertNotification>();
        await using var link = await Link.OpenAsync(client: options => options with { OnAlert = alert => alerts.Writer.TryWrite(alert) });
        link.Session.Alert(new() { Source = Message.Source });
        (await alerts.Reader.ReadAsync(Cancellation).InTime()).Source.ShouldBe(Message.Source);
        (await link.Client.SubmitAsync(Link.Hello, Cancellation).InTime()).MessageId.ShouldBe("id-1");
    }

    [Fact]
    public async Task A_message_right_behind_the_bind_response_is_not_missed()
    {
        using var listener = RawPeer.Listen();
        var delivered = Channel.CreateUnbounded<DeliverSm>();
        await using var client = new SmppClient(Link.To((System.Net.IPEndPoint)listener.LocalEndpoint) with
        {
            OnDeliver = (message, _) =>
            {
                delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        client.Start();
        using var smsc = await RawPeer.AcceptAsync(listener);
        var (header, bind) = await smsc.ReadAsync<BindRequest>();
        await smsc.SendAsync((byte[])
            [.. Wire.Encode(new BindResponse(bind.CommandId), sequence: header.Sequence), .. Wire.Encode(Message, sequence: 7)]);
        await delivered.Reader.ReadAsync(Cancellation).InTime();
        (await smsc.ReadAsync<DeliverSmResponse>()).Header.Sequence.ShouldBe(7u);
    }

    [Fact]
    public async Task What_the_client_does_not_serve_is_nacked_and_what_it_cannot_read_is_refused()
    {
        using var listener = RawPeer.Listen();
        await using var client = new SmppClient(Link.To((System.Net.IPEndPoint)listener.LocalEndpoint));
        client.Start();
        using var smsc = await RawPeer.AcceptAsync(listener);
        await smsc.AcceptBindAsync();
        foreach (var odd in (SmppPdu[])[new SubmitSm(), new BindTransceiver(), new UnknownPdu((SmppCommandId)0x00000999, new byte[3])])
        {
            var (header, pdu) = await smsc.AskAsync(odd);
            pdu.ShouldBeOfType<GenericNack>();
            header.Status.ShouldBe(SmppCommandStatus.InvalidCommandId);
        }
        // A deliver_sm that ends in the middle, and one whose optional parameters do.
        await smsc.SendAsync(Convert.FromHexString("000000140000000500000000000000070001013500"[..40]));
        (await smsc.ReadAsync<DeliverSmResponse>()).Header.Status.ShouldBe(SmppCommandStatus.InvalidCommandLength);
        var whole = Wire.Encode(Message, sequence: 8);
        await smsc.SendAsync((byte[])[0, 0, 0, (byte)(whole.Length + 3), .. whole.AsSpan(4), 0, 1, 2]);
        (await smsc.ReadAsync<DeliverSmResponse>()).Header.Status.ShouldBe(SmppCommandStatus.InvalidOptionalParameters);
    }
}
