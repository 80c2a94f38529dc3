using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>What a caller is told when no answer comes, and how the client goes on.</summary>
public sealed class BrokenTests : IDisposable
{
    private readonly TcpListener _listener = RawPeer.Listen();

    private SmppClientOptions Options => Link.To((IPEndPoint)_listener.LocalEndpoint);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Without_a_session_nothing_is_sent()
    {
        await using var client = new SmppClient(Options);
        var broken = Should.Throw<SmppBrokenException>(() => client.SubmitAsync(Link.Hello, Cancellation).AsTask());
        broken.Sent.ShouldBeFalse();
        broken.Reason.ShouldBe(SmppEnd.NotBound);
    }

    [Fact]
    public async Task When_the_connection_resets_what_was_sent_is_unknown_and_what_waited_was_not_sent()
    {
        await using var client = new SmppClient(Options with { WindowSize = 1 });
        using var smsc = await BoundAsync(client);
        var sent = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        var waiting = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        await smsc.ReadAsync<SubmitSm>();
        smsc.Reset();
        (await Should.ThrowAsync<SmppBrokenException>(sent.InTime())).Sent.ShouldBeTrue();
        var unsent = await Should.ThrowAsync<SmppBrokenException>(waiting.InTime());
        unsent.Sent.ShouldBeFalse();
        unsent.Reason.ShouldBe(SmppEnd.ConnectionLost);
    }

    [Fact]
    public async Task A_message_that_never_fitted_into_the_network_was_not_sent()
    {
        await using var client = new SmppClient(Options with
        {
            WindowSize = 10_000,
            EnquireLinkInterval = TimeSpan.FromMilliseconds(500),
            EnquireLinkTimeout = TimeSpan.FromMilliseconds(500),
        });
        // The peer does not read: the kernel's buffers fill, and the rest stays with us.
        using var smsc = await BoundAsync(client);
        var payload = new SmppTlv(SmppTag.MessagePayload, new byte[60_000]);
        var large = Link.Hello with { ShortMessage = default, Tlvs = [payload] };
        var submits = Enumerable.Range(0, 1000).Select(_ => client.SubmitAsync(large, Cancellation).AsTask()).ToArray();
        var broken = new List<SmppBrokenException>();
        foreach (var submit in submits) broken.Add(await Should.ThrowAsync<SmppBrokenException>(submit.InTime()));
        broken.ShouldContain(one => one.Sent);
        broken.ShouldContain(one => !one.Sent);
        broken.FindLastIndex(one => one.Sent).ShouldBeLessThan(broken.FindIndex(one => !one.Sent), "what left is a prefix");
    }

    [Fact]
    public async Task A_late_answer_still_says_what_became_of_the_message()
    {
        var late = Channel.CreateUnbounded<SmppLateResponse>();
        await using var client = new SmppClient(Options with
        {
            ResponseTimeout = TimeSpan.FromMilliseconds(150),
            OnLateResponse = response => late.Writer.TryWrite(response),
        });
        using var smsc = await BoundAsync(client);
        var message = Link.Hello with { };
        var submit = client.SubmitAsync(message, Cancellation).AsTask();
        var (header, _) = await smsc.ReadAsync<SubmitSm>();
        var broken = await Should.ThrowAsync<SmppBrokenException>(submit.InTime());
        broken.Sent.ShouldBeTrue();
        broken.Reason.ShouldBe(SmppEnd.ResponseTimeout);
        await smsc.SendAsync(new SubmitSmResponse { MessageId = "77" }, header.Sequence);
        var told = await late.Reader.ReadAsync(Cancellation).InTime();
        told.Request.ShouldBeSameAs(message);
        told.MessageId.ShouldBe("77");
        client.State.ShouldBe(SmppClientState.Bound);
    }

    [Fact]
    public async Task Three_timeouts_in_a_row_end_the_session()
    {
        await using var client = new SmppClient(Options with { ResponseTimeout = TimeSpan.FromMilliseconds(150) });
        var states = Link.Watch(client);
        using var smsc = await BoundAsync(client);
        var submits = Enumerable.Range(0, 3).Select(_ => client.SubmitAsync(Link.Hello, Cancellation).AsTask()).ToArray();
        foreach (var submit in submits)
            (await Should.ThrowAsync<SmppBrokenException>(submit.InTime())).Reason.ShouldBe(SmppEnd.ResponseTimeout);
        EndOf(states).ShouldBe(SmppEnd.ResponseTimeout);
    }

    [Fact]
    public async Task Silence_after_enquire_link_ends_the_session_and_the_client_comes_back()
    {
        await using var client = new SmppClient(Options with
        {
            EnquireLinkInterval = TimeSpan.FromMilliseconds(500),
            EnquireLinkTimeout = TimeSpan.FromMilliseconds(500),
        });
        var states = Link.Watch(client);
        using var deaf = await BoundAsync(client);
        await deaf.ReadAsync<EnquireLink>();
        EndOf(states).ShouldBe(SmppEnd.EnquireLinkTimeout);
        using var again = await RawPeer.AcceptAsync(_listener);
        await again.AcceptBindAsync();
    }

    [Fact]
    public async Task Answered_enquire_links_keep_the_session()
    {
        await using var client = new SmppClient(Options with
        {
            EnquireLinkInterval = TimeSpan.FromMilliseconds(50),
            EnquireLinkTimeout = TimeSpan.FromSeconds(10),
        });
        using var smsc = await BoundAsync(client);
        for (var i = 0; i < 5; i++)
        {
            var (header, _) = await smsc.ReadAsync<EnquireLink>();
            await smsc.SendAsync(new EnquireLinkResponse(), header.Sequence);
        }
        client.State.ShouldBe(SmppClientState.Bound);
    }

    [Theory]
    [InlineData("0000000F800000040000000000000001")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("FFFFFFFF000000050000000000000001")]
    [InlineData("485454502F312E312034303020426164")]
    public async Task A_length_that_cannot_be_ends_the_session_and_the_client_comes_back(string octets)
    {
        await using var client = new SmppClient(Options);
        var states = Link.Watch(client);
        using var smsc = await BoundAsync(client);
        await smsc.SendAsync(Convert.FromHexString(octets));
        EndOf(states).ShouldBe(SmppEnd.ProtocolError);
        using var again = await RawPeer.AcceptAsync(_listener);
        await again.AcceptBindAsync();
    }

    [Fact]
    public async Task An_answer_to_another_question_is_not_believed()
    {
        await using var client = new SmppClient(Options);
        using var smsc = await BoundAsync(client);
        var submit = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        var (header, _) = await smsc.ReadAsync<SubmitSm>();
        await smsc.SendAsync(new DataSmResponse { MessageId = "wrong" }, header.Sequence);
        await smsc.SendAsync(new SubmitSmResponse { MessageId = "wrong" }, header.Sequence + 5);
        await smsc.SendAsync(new SubmitSmResponse { MessageId = "right" }, header.Sequence);
        (await submit.InTime()).MessageId.ShouldBe("right");
    }

    [Fact]
    public async Task A_generic_nack_is_a_refusal()
    {
        await using var client = new SmppClient(Options);
        using var smsc = await BoundAsync(client);
        var submit = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        var (header, _) = await smsc.ReadAsync<SubmitSm>();
        await smsc.SendAsync(new GenericNack(), header.Sequence, SmppCommandStatus.InvalidCommandId);
        (await Should.ThrowAsync<SmppRefusedException>(submit.InTime())).Status.ShouldBe(SmppCommandStatus.InvalidCommandId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3737")]
    public async Task An_accepting_answer_with_half_a_body_is_still_an_acceptance(string body)
    {
        await using var client = new SmppClient(Options);
        using var smsc = await BoundAsync(client);
        var submit = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        var (header, _) = await smsc.ReadAsync<SubmitSm>();
        await smsc.SendAsync(Convert.FromHexString($"{16 + body.Length / 2:X8}8000000400000000{header.Sequence:X8}{body}"));
        (await submit.InTime()).MessageId.ShouldBe(body.Length == 0 ? "" : "77");
    }

    [Fact]
    public async Task A_field_that_does_not_fit_fails_at_its_caller_and_nothing_is_sent()
    {
        await using var client = new SmppClient(Options);
        using var smsc = await BoundAsync(client);
        foreach (var wrong in (SubmitSm[])
            [
                Link.Hello with { Destination = SmppAddress.International(new('1', 21)) },
                Link.Hello with { Source = SmppAddress.Guess("A\0B") },
                Link.Hello with { ServiceType = "سلام" },
                Link.Hello with { ShortMessage = new byte[256] },
            ])
            Should.Throw<ArgumentException>(() => client.SubmitAsync(wrong, Cancellation).AsTask());
        var submit = client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        var (header, read) = await smsc.ReadAsync();
        read.ShouldBeOfType<SubmitSm>().Destination.Value.ShouldBe("59898344484");
        await smsc.SendAsync(new SubmitSmResponse { MessageId = "1" }, header.Sequence);
        await submit.InTime();
    }

    private async Task<RawPeer> BoundAsync(SmppClient client)
    {
        client.Start();
        var smsc = await RawPeer.AcceptAsync(_listener);
        await smsc.AcceptBindAsync();
        await client.WaitUntilBoundAsync(Cancellation).InTime();
        return smsc;
    }

    private static SmppEnd EndOf(System.Collections.Concurrent.BlockingCollection<SmppStateChangedEventArgs> states)
    {
        while (states.TryTake(out var change, Link.Patience))
            if (change.End is { } end) return end;
        throw new TimeoutException("The session did not end.");
    }
}
