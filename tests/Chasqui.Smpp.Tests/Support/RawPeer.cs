using System.Net;
using System.Net.Sockets;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Smpp.Support;

/// <summary>The other end of a connection as bare octets: says exactly what a test wants said, right or wrong.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private uint _sequence = 1000;

    /// <summary>Takes the next connection of a listener.</summary>
    public static async Task<RawPeer> AcceptAsync(TcpListener listener) =>
        new(await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).InTime());

    public static async Task<RawPeer> ConnectAsync(IPEndPoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
        return new(socket);
    }

    /// <summary>A connection that has been bound by hand.</summary>
    public static async Task<RawPeer> BindAsync(IPEndPoint endpoint, BindRequest? bind = null)
    {
        var peer = await ConnectAsync(endpoint);
        var (header, _) = await peer.AskAsync(bind ?? new BindTransceiver { SystemId = "raw" });
        header.Status.ShouldBe(SmppCommandStatus.Ok);
        return peer;
    }

    public static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> octets) => await _stream.WriteAsync(octets, TestContext.Current.CancellationToken);

    public Task SendAsync(SmppPdu pdu, uint sequence, SmppCommandStatus status = SmppCommandStatus.Ok) =>
        SendAsync(Wire.Encode(pdu, status, sequence));

    /// <summary>Sends a request and reads PDUs until its answer.</summary>
    public async Task<(SmppHeader Header, SmppPdu Pdu)> AskAsync(SmppPdu pdu)
    {
        var sequence = ++_sequence;
        await SendAsync(pdu, sequence);
        while (true)
        {
            var answer = await ReadAsync();
            if (answer.Header.CommandId.IsResponse() && answer.Header.Sequence == sequence) return answer;
        }
    }

    public async Task<(SmppHeader Header, SmppPdu Pdu)> ReadAsync() => Wire.Decode(await ReadOctetsAsync());

    /// <summary>The next PDU of this type; others are dropped.</summary>
    public async Task<(SmppHeader Header, T Pdu)> ReadAsync<T>() where T : SmppPdu
    {
        while (true)
        {
            var (header, pdu) = await ReadAsync();
            if (pdu is T wanted) return (header, wanted);
        }
    }

    public async Task<byte[]> ReadOctetsAsync()
    {
        var front = new byte[4];
        await _stream.ReadExactlyAsync(front, TestContext.Current.CancellationToken).AsTask().InTime();
        var octets = new byte[System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(front)];
        front.CopyTo(octets, 0);
        await _stream.ReadExactlyAsync(octets.AsMemory(4), TestContext.Current.CancellationToken).AsTask().InTime();
        return octets;
    }

    /// <summary>Takes the client's bind and accepts it.</summary>
    public async Task AcceptBindAsync()
    {
        var (header, bind) = await ReadAsync<BindRequest>();
        await SendAsync(new BindResponse(bind.CommandId) { SystemId = "raw" }, header.Sequence);
    }

    /// <summary>Whether the other side closes, whatever it says before.</summary>
    public async Task EndsAsync()
    {
        var rest = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(rest, TestContext.Current.CancellationToken).InTime() > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }

    public void Reset()
    {
        socket.LingerState = new(enable: true, seconds: 0);
        Dispose();
    }

    public void Dispose() => _stream.Dispose();
}
