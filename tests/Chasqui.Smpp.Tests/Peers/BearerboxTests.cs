using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp.Peers;

/// <summary>Kannel as the ESME of our server, driven over its own HTTP: messages out, receipts and messages in.</summary>
public sealed class BearerboxTests : IAsyncLifetime
{
    private readonly Channel<(SmppServerSession Session, SubmitSm Submit)> _submitted =
        Channel.CreateUnbounded<(SmppServerSession, SubmitSm)>();

    private readonly string _folder = Directory.CreateTempSubdirectory("chasqui-kannel-").FullName;
    private readonly HttpListener _calls = new();
    private readonly List<PeerProcess> _processes = [];
    private SmppServer _server = null!;
    private int _sendPort;

    public async ValueTask InitializeAsync()
    {
        var (bearerbox, smsbox) = (Kannel.Program("bearerbox"), Kannel.Program("smsbox"));
        var bound = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server = new(new()
        {
            OnBind = (_, bind, _) => ValueTask.FromResult(
                bind is { SystemId: "acme", Password: "s3cret12" } ? SmppCommandStatus.Ok : SmppCommandStatus.InvalidPassword),
            OnBound = _ => bound.TrySetResult(),
            OnSubmit = (session, submit, _) =>
            {
                _submitted.Writer.TryWrite((session, submit));
                return ValueTask.FromResult(SmppSubmitResult.Accepted("0A1B2C3D"));
            },
        });
        _server.Start();
        var (adminPort, boxPort, callPort) = (FreePort(), FreePort(), FreePort());
        _sendPort = FreePort();
        _calls.Prefixes.Add($"http://127.0.0.1:{callPort}/");
        _calls.Start();
        var configuration = Path.Combine(_folder, "kannel.conf");
        await File.WriteAllTextAsync(configuration, Configuration(adminPort, boxPort, callPort), TestContext.Current.CancellationToken);
        _processes.Add(PeerProcess.Start(bearerbox, "-v", "1", configuration));
        await bound.Task.InTime();
        _processes.Add(PeerProcess.Start(smsbox, "-v", "1", configuration));
    }

    public async ValueTask DisposeAsync()
    {
        _processes.Reverse();
        foreach (var process in _processes) await process.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        _calls.Close();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_sends_through_our_server_and_reads_our_receipt_and_our_message()
    {
        await SendAsync("Hola");
        var (session, submit) = await _submitted.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();
        submit.Destination.Value.ShouldBe("59898344484");
        Encoding.ASCII.GetString(submit.Octets.Span).ShouldBe("Hola");

        // msg-id-type 1 in its configuration: hexadecimal in our response, decimal in our receipt.
        await session.DeliverAsync(
            new()
            {
                EsmClass = SmppEsmClass.Receipt,
                Source = submit.Destination,
                Destination = submit.Source,
                ShortMessage = Encoding.ASCII.GetBytes(
                    "id:0169552957 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:"),
            },
            TestContext.Current.CancellationToken);
        (await CalledAsync()).ShouldBe("/dlr?type=1&to=59898344484");

        await session.DeliverAsync(
            new()
            {
                Source = SmppAddress.International("59898344484"),
                Destination = SmppAddress.Guess("12345"),
                ShortMessage = "Gracias"u8.ToArray(),
            },
            TestContext.Current.CancellationToken);
        (await CalledAsync()).ShouldBe("/mo?text=Gracias");
    }

    [Fact]
    public async Task It_sends_a_long_text_in_parts_that_we_can_name()
    {
        await SendAsync(new string('a', 200));
        var parts = new List<Concatenation.SmppPart>();
        for (var i = 0; i < 2; i++)
        {
            var (_, submit) = await _submitted.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();
            Concatenation.SmppConcatenation.TryRead(submit, out var part).ShouldBeTrue();
            parts.Add(part);
        }
        parts.Select(part => (part.Number, part.Total)).OrderBy(part => part.Number).ShouldBe([((byte)1, (byte)2), ((byte)2, (byte)2)]);
        parts[0].Reference.ShouldBe(parts[1].Reference);
    }

    private async Task SendAsync(string text)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        var callback = Uri.EscapeDataString($"{_calls.Prefixes.Single()}dlr?type=%d&to=%p");
        var address = new Uri($"http://127.0.0.1:{_sendPort}/cgi-bin/sendsms?username=u&password=p&from=12345&to=59898344484"
            + $"&text={text}&dlr-mask=3&dlr-url={callback}");
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await client.GetAsync(address, TestContext.Current.CancellationToken);
                if (response.StatusCode == HttpStatusCode.Accepted) return;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(deadline) < Link.Patience)
            {
                // smsbox does not listen yet.
            }
            TimeProvider.System.GetElapsedTime(deadline).ShouldBeLessThan(Link.Patience, "smsbox took no message");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
        }
    }

    private async Task<string> CalledAsync()
    {
        var context = await _calls.GetContextAsync().InTime();
        var path = context.Request.RawUrl!;
        context.Response.StatusCode = 200;
        context.Response.Close();
        return path;
    }

    private string Configuration(int adminPort, int boxPort, int callPort) =>
        $"""
        group = core
        admin-port = {adminPort}
        admin-password = secret
        smsbox-port = {boxPort}
        box-allow-ip = 127.0.0.1
        dlr-storage = internal

        group = smsc
        smsc = smpp
        smsc-id = ours
        host = 127.0.0.1
        port = {_server.EndPoint.Port}
        transceiver-mode = true
        smsc-username = acme
        smsc-password = s3cret12
        system-type = ""
        msg-id-type = 0x01
        enquire-link-interval = 5

        group = smsbox
        bearerbox-host = 127.0.0.1
        sendsms-port = {_sendPort}

        group = sendsms-user
        username = u
        password = p
        max-messages = 5
        concatenation = true

        group = sms-service
        keyword = default
        get-url = "http://127.0.0.1:{callPort}/mo?text=%a"
        max-messages = 0

        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
