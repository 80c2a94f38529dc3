using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>Binding, coming back, stopping.</summary>
public sealed class SessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmppBindMode.Transceiver, "bind_transceiver")]
    [InlineData(SmppBindMode.TransmitterOnly, "bind_transmitter")]
    [InlineData(SmppBindMode.ReceiverOnly, "bind_receiver")]
    [InlineData(SmppBindMode.Pair, "bind_receiver bind_transmitter")]
    public async Task Each_mode_binds_as_it_says(SmppBindMode mode, string expected)
    {
        await using var link = await Link.OpenAsync(client: options => options with { BindMode = mode });
        string.Join(' ', link.Server.Sessions.Select(session => session.Bind!.CommandId.Name()).Order()).ShouldBe(expected);
        link.Server.Sessions.ShouldAllBe(session => session.SystemId == "acme");
        if (mode == SmppBindMode.ReceiverOnly)
            Should.Throw<InvalidOperationException>(() => link.Client.SubmitAsync(Link.Hello, Cancellation).AsTask());
        else (await link.Client.SubmitAsync(Link.Hello, Cancellation)).MessageId.ShouldBe("id-1");
    }

    [Fact]
    public async Task A_pair_receives_on_one_session_and_sends_on_the_other()
    {
        var delivered = Channel.CreateUnbounded<DeliverSm>();
        await using var link = await Link.OpenAsync(client: options => options with
        {
            BindMode = SmppBindMode.Pair,
            OnDeliver = (message, _) =>
            {
                delivered.Writer.TryWrite(message);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        var receiver = link.Server.Sessions.Single(session => session.CanReceive);
        var transmitter = link.Server.Sessions.Single(session => !session.CanReceive);
        await receiver.DeliverAsync(new() { ShortMessage = "Hola"u8.ToArray() }, Cancellation).InTime();
        (await delivered.Reader.ReadAsync(Cancellation).InTime()).ShortMessage.Length.ShouldBe(4);
        Should.Throw<SmppBrokenException>(() => transmitter.DeliverAsync(new(), Cancellation).AsTask()).Sent.ShouldBeFalse();
    }

    [Fact]
    public async Task A_dropped_connection_is_bound_again_and_submits_go_on()
    {
        await using var link = await Link.OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            var states = Link.Watch(link.Client);
            link.Session.Drop();
            Next(states, SmppClientState.Disconnected).End.ShouldBe(SmppEnd.ConnectionLost);
            Next(states, SmppClientState.Bound);
            (await link.Client.SubmitAsync(Link.Hello, Cancellation).InTime()).MessageId.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_half_of_each_is_random()
    {
        using var listener = RawPeer.Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var client = new SmppClient(Link.To(new(IPAddress.Loopback, port)) with
        {
            FirstReconnectPause = TimeSpan.FromMilliseconds(4),
            LongestReconnectPause = TimeSpan.FromMilliseconds(64),
        });
        var states = Link.Watch(client);
        client.Start();
        for (var i = 0; i < 8; i++)
        {
            var pause = Next(states, SmppClientState.Disconnected).NextAttemptIn!.Value.TotalMilliseconds;
            var whole = Math.Min(64, 4 * Math.Pow(2, i));
            pause.ShouldBeInRange(whole / 2, whole);
        }
    }

    [Fact]
    public async Task Hosts_are_tried_in_turn()
    {
        await using var server = new SmppServer(Link.Accepting());
        server.Start();
        using var listener = RawPeer.Listen();
        var dead = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var client = new SmppClient(Link.To(server.EndPoint) with
        {
            Endpoints = [new("127.0.0.1", dead), new("127.0.0.1", server.EndPoint.Port)],
        });
        client.Start();
        await client.WaitUntilBoundAsync(Cancellation).InTime();
    }

    [Theory]
    [InlineData(SmppCommandStatus.InvalidPassword)]
    [InlineData(SmppCommandStatus.BindFailed)]
    [InlineData(SmppCommandStatus.AlreadyBound)]
    public async Task A_refused_bind_waits_long_so_that_the_account_is_not_locked(SmppCommandStatus status)
    {
        var binds = 0;
        await using var link = await Link.OpenAsync(
            new()
            {
                OnBind = (_, _, _) =>
                {
                    Interlocked.Increment(ref binds);
                    return ValueTask.FromResult(status);
                },
            },
            options => options with { BindRefusedPause = TimeSpan.FromMinutes(1) },
            wait: false);
        var states = Link.Watch(link.Client);
        link.Client.Start();
        var change = Next(states, SmppClientState.Disconnected);
        change.BindStatus.ShouldBe(status);
        change.NextAttemptIn.ShouldBe(TimeSpan.FromMinutes(1));
        await Task.Delay(200, Cancellation);
        binds.ShouldBe(1);
    }

    [Fact]
    public async Task The_host_opens_the_connection_and_may_refuse()
    {
        var asked = Channel.CreateUnbounded<string>();
        await using var link = await Link.OpenAsync(
            client: options => options with
            {
                ConnectStream = async (host, port, cancellationToken) =>
                {
                    asked.Writer.TryWrite($"{host}");
                    if (asked.Reader.Count == 1) throw new UnauthorizedAccessException("not there");
                    var tcp = new TcpClient();
                    await tcp.ConnectAsync(host, port, cancellationToken);
                    return tcp.GetStream();
                },
            },
            wait: false);
        var states = Link.Watch(link.Client);
        link.Client.Start();
        Next(states, SmppClientState.Disconnected).Exception.ShouldBeOfType<UnauthorizedAccessException>();
        await link.Client.WaitUntilBoundAsync(Cancellation).InTime();
        (await asked.Reader.ReadAsync(Cancellation)).ShouldBe("127.0.0.1");
    }

    [Fact]
    public async Task A_stream_of_the_host_that_fails_in_its_own_way_ends_the_session_and_not_the_client()
    {
        await using var link = await Link.OpenAsync(
            client: options => options with { ConnectStream = (_, _, _) => ValueTask.FromResult<Stream>(new FailingStream()) }, wait: false);
        var states = Link.Watch(link.Client);
        link.Client.Start();
        for (var i = 0; i < 3; i++)
            Next(states, SmppClientState.Disconnected).Exception!.InnerException.ShouldBeOfType<NotSupportedException>();
    }

    [Fact]
    public async Task Over_tls_the_certificate_is_checked_by_name_and_a_wrong_one_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=smsc.test", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var print = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        await using var server = new SmppServer(Link.Accepting() with { Tls = new() { ServerCertificate = certificate } });
        server.Start();
        await using var pinned = new SmppClient(Link.To(server.EndPoint) with
        {
            UseTls = true,
            TlsTargetHost = "smsc.test",
            ServerCertificateValidation = (_, offered, _, _) => offered?.GetCertHashString(HashAlgorithmName.SHA256) == print,
        });
        pinned.Start();
        await pinned.WaitUntilBoundAsync(Cancellation).InTime();
        (await pinned.SubmitAsync(Link.Hello, Cancellation).InTime()).MessageId.ShouldBe("id-1");

        await using var strict = new SmppClient(Link.To(server.EndPoint) with { UseTls = true });
        var states = Link.Watch(strict);
        strict.Start();
        Next(states, SmppClientState.Disconnected).Exception.ShouldBeOfType<System.Security.Authentication.AuthenticationException>();

        await using var plain = new SmppClient(Link.To(server.EndPoint));
        states = Link.Watch(plain);
        plain.Start();
        Next(states, SmppClientState.Disconnected).End.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_smscs_unbind_is_answered_and_the_client_comes_back()
    {
        await using var link = await Link.OpenAsync();
        var states = Link.Watch(link.Client);
        await link.Session.UnbindAsync(Cancellation).InTime();
        Next(states, SmppClientState.Disconnected).End.ShouldBe(SmppEnd.UnboundByPeer);
        Next(states, SmppClientState.Bound);
    }

    [Fact]
    public async Task Stopping_waits_for_answers_then_unbinds_and_takes_nothing_new()
    {
        var answer = new TaskCompletionSource<SmppSubmitResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<SmppEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var link = await Link.OpenAsync(new()
        {
            OnSubmit = (_, _, _) =>
            {
                arrived.TrySetResult();
                return new(answer.Task);
            },
            OnEnded = (_, end) => ended.TrySetResult(end),
        });
        var submit = link.Client.SubmitAsync(Link.Hello, Cancellation).AsTask();
        await arrived.Task.InTime();
        var stopping = link.Client.StopAsync(Cancellation);
        await UntilAsync(() => link.Client.State == SmppClientState.Unbinding);
        Should.Throw<SmppBrokenException>(() => link.Client.SubmitAsync(Link.Hello, Cancellation).AsTask())
            .Reason.ShouldBe(SmppEnd.Stopped);
        stopping.IsCompleted.ShouldBeFalse();
        answer.SetResult(SmppSubmitResult.Accepted("last"));
        (await submit.InTime()).MessageId.ShouldBe("last");
        await stopping.InTime();
        (await ended.Task.InTime()).ShouldBe(SmppEnd.UnboundByPeer);
        link.Client.State.ShouldBe(SmppClientState.Stopped);
        await link.Client.DisposeAsync();
    }

    [Fact]
    public async Task Stopping_at_any_moment_ends()
    {
        await using var server = new SmppServer(Link.Accepting());
        server.Start();
        for (var i = 0; i < 60; i++)
        {
            var client = new SmppClient(Link.To(server.EndPoint));
            client.Start();
            if (i % 3 == 1) await Task.Delay(i / 10, Cancellation);
            if (i % 3 == 2) await client.WaitUntilBoundAsync(Cancellation).InTime();
            await client.StopAsync(Cancellation).InTime();
            client.State.ShouldBe(SmppClientState.Stopped);
        }
        var never = new SmppClient(Link.To(server.EndPoint));
        var waiting = never.WaitUntilBoundAsync(Cancellation);
        await never.StopAsync(Cancellation).InTime();
        await Should.ThrowAsync<SmppBrokenException>(waiting.InTime());
    }

    [Fact]
    public async Task A_server_that_stops_unbinds_its_sessions()
    {
        var server = new SmppServer(Link.Accepting());
        server.Start();
        await using var client = new SmppClient(Link.To(server.EndPoint) with
        {
            FirstReconnectPause = TimeSpan.FromMinutes(1),
            LongestReconnectPause = TimeSpan.FromMinutes(1),
        });
        var states = Link.Watch(client);
        client.Start();
        Next(states, SmppClientState.Bound);
        await server.DisposeAsync().AsTask().InTime();
        Next(states, SmppClientState.Disconnected).End.ShouldBe(SmppEnd.UnboundByPeer);
    }

    [Fact]
    public void Options_out_of_range_are_refused_and_what_is_unusual_is_warned_of()
    {
        var good = Link.To(new(IPAddress.Loopback, 2775));
        foreach (var bad in (SmppClientOptions[])
            [
                good with { Endpoints = [] },
                good with { Endpoints = [new("", 1)] },
                good with { Endpoints = [new("host", 70_000)] },
                good with { WindowSize = 0 },
                good with { MaxRequestsPerSecond = double.NaN },
                good with { ResponseTimeout = TimeSpan.Zero },
                good with { MaxTimeoutsInARow = 0 },
                good with { SystemId = "a\0b" },
            ])
            Should.Throw<ArgumentException>(() => new SmppClient(bad));
        good.Warnings().Count.ShouldBe(1);
        (good with { UseTls = true }).Warnings().ShouldBeEmpty();
        (good with { UseTls = true, Password = "a longer password", SystemId = "a longer system id" }).Warnings().Count.ShouldBe(2);
    }

    private static SmppStateChangedEventArgs Next(
        System.Collections.Concurrent.BlockingCollection<SmppStateChangedEventArgs> states, SmppClientState wanted)
    {
        while (states.TryTake(out var change, Link.Patience))
            if (change.State == wanted) return change;
        throw new TimeoutException($"The client did not become {wanted}.");
    }

    /// <summary>Never has anything to read, cannot be written to, and fails when it is closed.</summary>
    private sealed class FailingStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException(new NotSupportedException("no"));

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new NotSupportedException("not even this");
        }
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!reached())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Link.Patience);
            await Task.Delay(5, Cancellation);
        }
    }
}
