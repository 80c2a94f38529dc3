using System.Net;
using System.Net.Sockets;

namespace Chasqui.Lab;

/// <summary>Takes connections and never says a word: a handshake with it never ends.</summary>
internal sealed class SilentListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentListener() => _listener.Start(); // the system completes connections by itself; nobody ever reads them

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();
}
