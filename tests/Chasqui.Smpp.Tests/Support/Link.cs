using System.Collections.Concurrent;
using System.Net;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Support;

/// <summary>A server of ours and a client of ours over real sockets, bound.</summary>
internal sealed class Link : IAsyncDisposable
{
    public static readonly SubmitSm Hello = new()
    {
        Source = new(SmppTon.Alphanumeric, SmppNpi.Unknown, "Acme"),
        Destination = SmppAddress.International("59898344484"),
        RegisteredDelivery = SmppRegisteredDelivery.Final,
        ShortMessage = "Hola"u8.ToArray(),
    };

    private Link(SmppServer server, SmppClient client)
    {
        Server = server;
        Client = client;
    }

    public SmppServer Server { get; }
    public SmppClient Client { get; }
    public SmppServerSession Session => Server.Sessions.Single();

    public static SmppClientOptions To(IPEndPoint endpoint) => new()
    {
        Endpoints = [new("127.0.0.1", endpoint.Port)],
        SystemId = "acme",
        Password = "s3cret12",
        FirstReconnectPause = TimeSpan.FromMilliseconds(20),
        LongestReconnectPause = TimeSpan.FromMilliseconds(100),
        BindRefusedPause = TimeSpan.FromMilliseconds(50),
    };

    public static SmppServerOptions Accepting()
    {
        var id = 0;
        return new()
        {
            OnSubmit = (_, _, _) => ValueTask.FromResult(SmppSubmitResult.Accepted($"id-{Interlocked.Increment(ref id)}")),
        };
    }

    public static async Task<Link> OpenAsync(
        SmppServerOptions? server = null, Func<SmppClientOptions, SmppClientOptions>? client = null, bool wait = true)
    {
        var listening = new SmppServer(server ?? Accepting());
        listening.Start();
        var options = To(listening.EndPoint);
        var calling = new SmppClient(client?.Invoke(options) ?? options);
        var link = new Link(listening, calling);
        if (!wait) return link;
        calling.Start();
        await calling.WaitUntilBoundAsync(TestContext.Current.CancellationToken).InTime();
        return link;
    }

    public static TimeSpan Patience => TimeSpan.FromSeconds(20);

    /// <summary>The states a client goes through, from now on.</summary>
    public static BlockingCollection<SmppStateChangedEventArgs> Watch(SmppClient client)
    {
        var states = new BlockingCollection<SmppStateChangedEventArgs>();
        client.StateChanged += (_, change) => states.Add(change);
        return states;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync().AsTask().InTime();
        await Server.DisposeAsync().AsTask().InTime();
    }
}
