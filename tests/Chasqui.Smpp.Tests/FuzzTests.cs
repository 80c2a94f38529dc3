using System.Buffers;
using System.Buffers.Binary;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Diagnostics;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

/// <summary>Mutated PDUs: whatever arrives, nothing throws, hangs or takes memory it was not sent. Each run prints its seed.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Count = 1_000_000;

    [Fact]
    public void A_million_mutated_pdus_are_read_or_refused()
    {
        var random = Seeded();
        var seeds = Seeds();
        var read = 0;
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var octets = Mutate(seeds[random.Next(seeds.Length)], random);
            // Most in one segment, as they come; some in pieces.
            var buffer = i % 50 == 0 ? Wire.InPieces(octets) : new ReadOnlySequence<byte>(octets);
            var before = buffer.Length;
            while (SmppCodec.ReadFrame(ref buffer, SmppCodec.DefaultMaxLength, out var header, out var body) == SmppFrame.Complete)
            {
                (before - buffer.Length).ShouldBe(header.Length);
                before = buffer.Length;
                if (SmppCodec.TryDecode(header, body, out var pdu, out var error)) read++;
                else
                {
                    refused++;
                    error.ShouldNotBe(SmppCommandStatus.Ok);
                }
                if (i % 10 == 0) Use(header, pdu);
            }
        }
        output.WriteLine($"{read} read, {refused} refused");
        read.ShouldBeGreaterThan(Count / 10);
        refused.ShouldBeGreaterThan(Count / 10);
    }

    [Fact]
    public async Task Thousands_of_mutated_pdus_end_their_own_sessions_and_no_other()
    {
        var random = Seeded();
        var seeds = Seeds();
        await using var server = new SmppServer(Link.Accepting() with
        {
            OnRequest = (_, _, _) => ValueTask.FromResult(new SmppResult(SmppCommandStatus.Ok)),
            BindTimeout = TimeSpan.FromSeconds(30),
        });
        server.Start();
        using var bystander = await RawPeer.BindAsync(server.EndPoint);
        for (var connection = 0; connection < 100; connection++)
        {
            using var peer = await RawPeer.BindAsync(server.EndPoint);
            var all = new List<byte>();
            for (var i = 0; i < 50; i++)
            {
                var octets = Mutate(seeds[random.Next(seeds.Length)], random);
                // Mostly whole PDUs, so that the session gets to see what is inside.
                if (octets.Length >= 16 && i < 45) BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)octets.Length);
                all.AddRange(octets);
            }
            try
            {
                await peer.SendAsync(all.ToArray());
            }
            catch (IOException)
            {
                // It has ended us already.
            }
        }
        (await bystander.AskAsync(new EnquireLink())).Pdu.ShouldBeOfType<EnquireLinkResponse>();
        (await bystander.AskAsync(Link.Hello)).Header.Status.ShouldBe(SmppCommandStatus.Ok);
    }

    [Fact]
    public async Task Mutated_pdus_from_the_smsc_do_not_stop_the_client_from_coming_back()
    {
        var random = Seeded();
        var seeds = Seeds();
        using var listener = RawPeer.Listen();
        await using var client = new SmppClient(Link.To((System.Net.IPEndPoint)listener.LocalEndpoint) with
        {
            FirstReconnectPause = TimeSpan.FromMilliseconds(1),
            LongestReconnectPause = TimeSpan.FromMilliseconds(2),
            BindRefusedPause = TimeSpan.FromMilliseconds(1),
            OnDeliver = (message, _) =>
            {
                SmppReceipt.TryRead(message, TimeSpan.Zero, out var _);
                return ValueTask.FromResult(SmppCommandStatus.Ok);
            },
        });
        client.Start();
        for (var connection = 0; connection < 50; connection++)
        {
            using var smsc = await RawPeer.AcceptAsync(listener);
            await smsc.AcceptBindAsync();
            try
            {
                for (var i = 0; i < 40; i++)
                {
                    var octets = Mutate(seeds[random.Next(seeds.Length)], random);
                    // Whole PDUs only: half of one would swallow the end below, and the client would rightly wait for the rest.
                    if (octets.Length < 16) continue;
                    BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)octets.Length);
                    await smsc.SendAsync(octets);
                }
                // The end of each: a length that cannot be.
                await smsc.SendAsync(new byte[16]);
            }
            catch (IOException)
            {
                // One of them was an unbind.
            }
            await smsc.EndsAsync();
        }
    }

    private Random Seeded()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SMPP_FUZZ_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed} (set SMPP_FUZZ_SEED to run it again)");
        return new(seed);
    }

    /// <summary>What hosts do with a PDU.</summary>
    private static void Use(in SmppHeader header, SmppPdu pdu)
    {
        new SmppWireEntry("fuzz", Sent: false, header, pdu).ToString().ShouldNotContain('\n');
        if (pdu is not MessagePdu message) return;
        _ = SmppConcatenation.KeyOf(message);
        _ = SmppUserDataHeader.ContentOf(message);
        if (message is DeliverSm deliver) _ = SmppReceipt.TryRead(deliver, TimeSpan.Zero, out _);
    }

    private static byte[][] Seeds() =>
    [
        .. Vectors.Names.Select(Vectors.Octets),
        Wire.Encode(new SubmitMulti
        {
            Message = Link.Hello,
            Destinations = [SmppDestination.Of(SmppAddress.International("59898344484")), SmppDestination.List("friends")],
        }),
        Wire.Encode(new SubmitMultiResponse { MessageId = "1", Unsuccessful = [new(SmppAddress.None, SmppCommandStatus.SystemError)] }),
        Wire.Encode(new DataSm { Tlvs = [new(SmppTag.MessagePayload, "Hola"u8.ToArray())] }),
        Wire.Encode(new QuerySmResponse { MessageId = "7", FinalDate = "260102030405600+" }),
        Wire.Encode(new CancelSm { MessageId = "7" }),
        Wire.Encode(new ReplaceSm { MessageId = "7", ShortMessage = "x"u8.ToArray() }),
        Wire.Encode(new AlertNotification { Source = SmppAddress.International("598") }),
        Wire.Encode(new Outbind { SystemId = "smsc", Password = "p" }),
    ];

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var octets = seed.ToArray();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            switch (random.Next(7))
            {
                case 0:
                    octets[random.Next(octets.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    Array.Resize(ref octets, random.Next(1, octets.Length + 1));
                    break;
                case 3:
                    Array.Resize(ref octets, octets.Length + random.Next(40));
                    break;
                case 4:
                    var at = random.Next(octets.Length);
                    octets = [.. octets.AsSpan(0, at), .. octets.AsSpan(at + Math.Min(random.Next(8), octets.Length - at))];
                    if (octets.Length == 0) octets = [0];
                    break;
                case 5:
                    // A body that belongs to another command.
                    if (octets.Length > 7) octets[7] = (byte)random.Next(0x23);
                    break;
                default:
                    var filling = random.Next(2) == 0 ? (byte)0xFF : (byte)0x41;
                    if (octets.Length > 16) octets.AsSpan(random.Next(16, octets.Length)).Fill(filling);
                    break;
            }
        }
        // Half of them keep an honest length, else few would pass the framing.
        if (octets.Length >= 16 && random.Next(2) == 0) BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)octets.Length);
        return octets;
    }
}
