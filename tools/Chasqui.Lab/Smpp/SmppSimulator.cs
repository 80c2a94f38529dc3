using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Chasqui.Smpp;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Lab.Smpp;

/// <summary>An SMSC (SMPP 3.4) on the library's server side: any account with the password "secret" may bind.</summary>
internal sealed class SmppSimulator : ISimulator
{
    public const string Word = "smpp";
    public const string Password = "secret";

    /// <summary>3GPP TS 23.038, one character a septet; the escape and what follows it are shown as they come.</summary>
    private const string Gsm =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private readonly SilentListener _silent = new();
    private readonly SmppServer _server;
    private readonly ConcurrentDictionary<SmppConcatenationKey, SortedDictionary<int, (string Id, SubmitSm Part)>> _open = new();
    private int _ids;

    private SmppSimulator(int port) => _server = new SmppServer(new SmppServerOptions
    {
        Listen = new IPEndPoint(IPAddress.Loopback, port),
        OnBind = (_, bind, _) => ValueTask.FromResult(bind.Password == Password ? SmppCommandStatus.Ok : SmppCommandStatus.InvalidPassword),
        OnSubmit = (session, submit, _) => ValueTask.FromResult(Take(session, submit)),
    });

    public string Kind => Word;

    public Uri Address => new($"smpp://127.0.0.1:{_server.EndPoint.Port}");

    public Uri SilentAddress => new($"smpp://127.0.0.1:{_silent.Port}");

    public Script Script { get; } = new();

    public Ledger Ledger { get; } = new();

    public Uri Hook { get; set; } = new("http://127.0.0.1:8080/hooks");

    public string Instructions => $"  Hosts 127.0.0.1:{_server.EndPoint.Port}, system id anything, password {Password}";

    public static Task<ISimulator> StartAsync(int port, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var simulator = new SmppSimulator(port);
        simulator._server.Start();
        return Task.FromResult<ISimulator>(simulator);
    }

    public async Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken)
    {
        var word = state switch
        {
            "sent" => "ENROUTE",
            "delivered" => "DELIVRD",
            "failed" => "UNDELIV",
            "expired" => "EXPIRED",
            _ => state.ToUpperInvariant(),
        };
        foreach (var id in message.Ids)
        {
            await DeliverAsync(new DeliverSm
            {
                Source = SmppAddress.International(message.To),
                Destination = SmppAddress.Guess(message.From),
                EsmClass = SmppEsmClass.Receipt,
                ShortMessage = Encoding.ASCII.GetBytes(
                    $"id:{id} sub:001 dlvrd:001 submit date:2601011159 done date:2601011200 stat:{word} err:{code ?? "000"} text:"),
            }, cancellationToken);
        }

        return [];
    }

    public async Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken)
    {
        var octets = Encoding.BigEndianUnicode.GetBytes(text.Text);
        var template = new SubmitSm { DataCoding = 8 };
        var parts = SmppConcatenation.Build(
            template, SmppConcatenation.Cut(octets, 8, SmppConcatenationMethod.Udh8), SmppConcatenationMethod.Udh8, (ushort)Interlocked.Increment(ref _ids));
        foreach (var part in parts)
        {
            await DeliverAsync(new DeliverSm
            {
                Source = SmppAddress.International(text.From),
                Destination = SmppAddress.Guess(text.To),
                EsmClass = part.EsmClass,
                DataCoding = part.DataCoding,
                ShortMessage = part.ShortMessage,
            }, cancellationToken);
        }

        return [];
    }

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        await _server.DisposeAsync();
    }

    private async Task DeliverAsync(DeliverSm message, CancellationToken cancellationToken)
    {
        // Carriers keep what they bring until somebody is bound who may receive it.
        while (true)
        {
            if (_server.Sessions.FirstOrDefault(session => session.CanReceive) is { } session)
            {
                await session.DeliverAsync(message, cancellationToken);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private SmppSubmitResult Take(SmppServerSession session, SubmitSm submit)
    {
        switch (Script.Take())
        {
            case Behaviour.Reject(var code):
                return SmppSubmitResult.Refused((SmppCommandStatus)uint.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            case Behaviour.Throttle:
                return SmppSubmitResult.Refused(SmppCommandStatus.Throttled);
            case Behaviour.Hang(var taken):
                if (taken)
                    Book(submit);
                return SmppSubmitResult.Silent;
            case Behaviour.Reset(var taken):
                if (taken)
                    Book(submit);
                session.Drop();
                return SmppSubmitResult.Silent;
            default:
                return SmppSubmitResult.Accepted(Book(submit));
        }
    }

    /// <summary>Into the books once all its parts are here.</summary>
    private string Book(SubmitSm submit)
    {
        var id = Interlocked.Increment(ref _ids).ToString("X8", CultureInfo.InvariantCulture);
        if (SmppConcatenation.KeyOf(submit) is not { } key || !SmppConcatenation.TryRead(submit, out var place))
        {
            Add([id], submit, SmppUserDataHeader.ContentOf(submit).ToArray());
            return id;
        }

        var parts = _open.GetOrAdd(key, _ => []);
        lock (parts)
        {
            parts[place.Number] = (id, submit);
            if (parts.Count < place.Total || !_open.TryRemove(key, out _))
                return id;
            Add([.. parts.Values.Select(part => part.Id)], submit, [.. parts.Values.SelectMany(part => SmppUserDataHeader.ContentOf(part.Part).ToArray())]);
            return id;
        }
    }

    private void Add(IReadOnlyList<string> ids, SubmitSm submit, byte[] octets) => Ledger.Add(new LabMessage
    {
        Ids = ids,
        From = submit.Source.Value,
        To = submit.Destination.Value,
        Text = submit.DataCoding == 8 ? Encoding.BigEndianUnicode.GetString(octets) : string.Concat(octets.Select(septet => Gsm[septet & 0x7F])),
        Raw = $"esm_class 0x{submit.EsmClass:X2}, data_coding 0x{submit.DataCoding:X2}",
    });
}
