using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>The server's rules, asked octet by octet; and what both sides log and measure.</summary>
public sealed class ServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_but_a_bind_is_served_before_the_bind()
    {
        await using var server = Started(Link.Accepting());
        using var peer = await RawPeer.ConnectAsync(server.EndPoint);
        (await peer.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.InvalidBindStatus);
        (await peer.AskAsync(new QuerySm())).Header.Status.ShouldBe(SmppCommandStatus.InvalidBindStatus);
        (await peer.AskAsync(new EnquireLink())).Header.Status.ShouldBe(SmppCommandStatus.Ok);
        (await peer.AskAsync(new BindTransceiver())).Header.Status.ShouldBe(SmppCommandStatus.Ok);
        (await peer.AskAsync(new BindTransceiver())).Header.Status.ShouldBe(SmppCommandStatus.AlreadyBound);
        (await peer.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.Ok);
    }

    [Fact]
    public async Task A_receiver_may_not_submit()
    {
        await using var server = Started(Link.Accepting());
        using var peer = await RawPeer.BindAsync(server.EndPoint, new BindReceiver());
        (await peer.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.InvalidBindStatus);
    }

    [Fact]
    public async Task A_refused_bind_is_answered_and_closed_and_a_silent_connection_is_closed()
    {
        await using var server = Started(new()
        {
            OnBind = (_, _, _) => ValueTask.FromResult(SmppCommandStatus.InvalidSystemId),
            BindTimeout = TimeSpan.FromMilliseconds(300),
        });
        using var refused = await RawPeer.ConnectAsync(server.EndPoint);
        (await refused.AskAsync(new BindTransmitter())).Header.Status.ShouldBe(SmppCommandStatus.InvalidSystemId);
        await refused.EndsAsync();
        using var silent = await RawPeer.ConnectAsync(server.EndPoint);
        await silent.EndsAsync();
        server.Sessions.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_sessions_than_allowed_are_closed()
    {
        await using var server = Started(Link.Accepting() with { MaxSessions = 2 });
        using var first = await RawPeer.BindAsync(server.EndPoint);
        using var second = await RawPeer.BindAsync(server.EndPoint);
        using var third = await RawPeer.ConnectAsync(server.EndPoint);
        await third.EndsAsync();
        (await first.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.Ok);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_a_system_error_and_not_silence()
    {
        await using var server = Started(new()
        {
            OnSubmit = (_, _, _) => ValueTask.FromResult(SmppSubmitResult.Accepted(new('1', 65))),
            OnRequest = (_, _, _) => ValueTask.FromResult(new SmppResult(SmppCommandStatus.Ok, new SubmitSmResponse())),
        });
        using var peer = await RawPeer.BindAsync(server.EndPoint);
        (await peer.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.SystemError);
        (await peer.AskAsync(new QuerySm())).Header.Status.ShouldBe(SmppCommandStatus.TemporaryApplicationError);
        (await peer.AskAsync(new EnquireLink())).Header.Status.ShouldBe(SmppCommandStatus.Ok);
    }

    [Fact]
    public async Task A_silent_answer_leaves_the_client_without_one()
    {
        await using var link = await Link.OpenAsync(
            new() { OnSubmit = (_, _, _) => ValueTask.FromResult(SmppSubmitResult.Silent) },
            options => options with { ResponseTimeout = TimeSpan.FromMilliseconds(100) });
        (await Should.ThrowAsync<SmppBrokenException>(link.Client.SubmitAsync(Link.Hello, Cancellation).AsTask().InTime()))
            .Reason.ShouldBe(SmppEnd.ResponseTimeout);
    }

    [Fact]
    public async Task Everything_a_client_can_ask_reaches_the_server()
    {
        await using var link = await Link.OpenAsync(Link.Accepting() with
        {
            OnRequest = (_, request, _) => ValueTask.FromResult(request switch
            {
                DataSm => new(SmppCommandStatus.Ok, new DataSmResponse { MessageId = "d" }),
                SubmitMulti => new(SmppCommandStatus.Ok, new SubmitMultiResponse { MessageId = "m" }),
                QuerySm query => new(SmppCommandStatus.Ok, new QuerySmResponse { MessageId = query.MessageId, ErrorCode = 5 }),
                CancelSm => new(SmppCommandStatus.CancelFailed),
                _ => new SmppResult(SmppCommandStatus.Ok),
            }),
        });
        (await link.Client.SendDataAsync(new(), Cancellation).InTime()).MessageId.ShouldBe("d");
        (await link.Client.SubmitMultiAsync(
            new() { Message = Link.Hello, Destinations = [SmppDestination.Of(Link.Hello.Destination)] }, Cancellation).InTime())
            .MessageId.ShouldBe("m");
        (await link.Client.QueryAsync(new() { MessageId = "q" }, Cancellation).InTime()).ErrorCode.ShouldBe((byte)5);
        (await Should.ThrowAsync<SmppRefusedException>(link.Client.CancelAsync(new() { MessageId = "c" }, Cancellation).InTime()))
            .Status.ShouldBe(SmppCommandStatus.CancelFailed);
        await link.Client.ReplaceAsync(new() { MessageId = "r" }, Cancellation).InTime();
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_not_read_from_without_end()
    {
        await using var server = Started(Link.Accepting());
        using var peer = await RawPeer.BindAsync(server.EndPoint);
        var burst = Enumerable.Range(0, 2000).SelectMany(i => Wire.Encode(new EnquireLink(), sequence: (uint)i + 1)).ToArray();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var sending = Task.Run(
            async () =>
            {
                // 16 octets of answer for 16 of question: without a limit all of it would lie in the server's memory.
                for (var i = 0; i < 2000; i++) await peer.SendAsync(burst);
            },
            Cancellation);
        await Task.WhenAny(sending, Task.Delay(1000, Cancellation));
        sending.IsCompleted.ShouldBeFalse("64 MB of answers were not taken, yet the questions were");
        peer.Dispose();
        await Should.ThrowAsync<Exception>(sending);
    }

    [Fact]
    public async Task The_wire_log_has_no_text_no_password_and_of_numbers_only_the_ends()
    {
        var log = new List<string>();
        await using (var link = await Link.OpenAsync(client: options => options with
        {
            Name = "carrier",
            WireLog = entry =>
            {
                lock (log) log.Add(entry.ToString());
            },
            OnDeliver = (_, _) => ValueTask.FromResult(SmppCommandStatus.Ok),
        }))
        {
            var secret = Link.Hello with { Tlvs = [new(SmppTag.MessagePayload, "Secreto"u8.ToArray())] };
            await link.Client.SubmitAsync(secret, Cancellation).InTime();
            await link.Session.DeliverAsync(
                new() { Source = SmppAddress.International("59898344484"), ShortMessage = "Gracias"u8.ToArray() }, Cancellation).InTime();
        }
        var all = string.Join('\n', log);
        all.ShouldContain("carrier > submit_sm seq=2 from=5/0/Acme to=1/1/598******84");
        all.ShouldContain("short_message=[4 octets] 0x0424=[7 octets]");
        all.ShouldContain("carrier < submit_sm_resp seq=2 status=ESME_ROK message_id=id-1");
        all.ShouldContain("password=[hidden]");
        foreach (var hidden in (string[])["s3cret12", "Hola", "Secreto", "Gracias", "59898344484", "8344484"]) all.ShouldNotContain(hidden);
        Link.Hello.ToString().ShouldNotContain("59898344484");
    }

    [Fact]
    public async Task Metrics_count_by_link_command_and_status()
    {
        var seen = Channel.CreateUnbounded<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == SmppMetrics.MeterName) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => See(instrument, 1, tags));
        listener.Start();
        await using (var link = await Link.OpenAsync(
            new() { OnSubmit = (_, _, _) => ValueTask.FromResult(SmppSubmitResult.Refused((SmppCommandStatus)0x410)) },
            options => options with { Name = "measured" }))
            await Should.ThrowAsync<SmppRefusedException>(link.Client.SubmitAsync(Link.Hello, Cancellation).AsTask().InTime());
        seen.Writer.Complete();
        var all = await seen.Reader.ReadAllAsync(Cancellation).ToListAsync(Cancellation);
        all.ShouldContain("smpp.pdus 1 submit_sm sent");
        all.ShouldContain("smpp.pdus 1 submit_sm_resp received");
        all.ShouldContain("smpp.request.duration 1 submit_sm vendor");
        all.ShouldContain("smpp.window.used 1");
        all.ShouldContain("smpp.window.used -1");
        all.ShouldContain("smpp.sessions.bound 1");
        all.ShouldContain("smpp.sessions.bound -1");

        void See(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0 || tags[0].Value as string != "measured") return;
            seen.Writer.TryWrite(string.Join(' ', [instrument.Name, $"{value}", .. tags[1..].ToArray().Select(tag => (string)tag.Value!)]));
        }
    }

    private static SmppServer Started(SmppServerOptions options)
    {
        var server = new SmppServer(options);
        server.Start();
        return server;
    }
}
