using System.Collections.Concurrent;
using System.Text;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp.Peers;

/// <summary>npm smpp as the ESME and our server: each request of the protocol once, in its encoding and in ours.</summary>
public sealed class NpmClientTests
{
    [Fact]
    public async Task It_sends_one_of_everything_and_reads_each_answer()
    {
        var received = new ConcurrentQueue<SmppPdu>();
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new SmppServer(new()
        {
            OnBind = (_, bind, _) => ValueTask.FromResult(
                bind.Password == "s3cret12" ? SmppCommandStatus.Ok : SmppCommandStatus.InvalidPassword),
            OnSubmit = (session, submit, cancellationToken) =>
            {
                received.Enqueue(submit);
                if (received.Count == 1) _ = DeliverReceiptAsync(session, cancellationToken);
                return ValueTask.FromResult(SmppSubmitResult.Accepted($"id-{received.Count}"));
            },
            OnRequest = async (_, request, _) =>
            {
                received.Enqueue(request);
                // The one after this waits for the receipt's answer, so the client is still there to give it.
                if (request is CancelSm) await delivered.Task.InTime();
                return request switch
                {
                    DataSm => new(SmppCommandStatus.Ok, new DataSmResponse { MessageId = "data-1" }),
                    SubmitMulti multi => new(SmppCommandStatus.Ok, new SubmitMultiResponse
                    {
                        MessageId = "multi-1",
                        Unsuccessful = [new(multi.Destinations[1].Address, SmppCommandStatus.InvalidDestinationAddress)],
                    }),
                    QuerySm query => new(
                        SmppCommandStatus.Ok, new QuerySmResponse { MessageId = query.MessageId, MessageState = SmppMessageState.Expired }),
                    _ => new SmppResult(SmppCommandStatus.Ok),
                };
            },
        });
        server.Start();
        await using var npm = PeerProcess.StartNode("client.mjs", $"{server.EndPoint.Port}");

        var bound = await npm.JsonAsync("answer", "bind_transceiver_resp");
        bound.GetProperty("system_id").GetString().ShouldBe("chasqui");
        bound.GetProperty("version").GetInt32().ShouldBe(0x34);
        await npm.JsonAsync("answer", "enquire_link_resp");
        for (var i = 1; i <= 4; i++)
            (await npm.JsonAsync("answer", "submit_sm_resp")).GetProperty("id").GetString().ShouldBe($"id-{i}");
        (await npm.JsonAsync("answer", "data_sm_resp")).GetProperty("id").GetString().ShouldBe("data-1");
        var multi = await npm.JsonAsync("answer", "submit_multi_resp");
        multi.GetProperty("unsuccessful").GetArrayLength().ShouldBe(1);
        (await npm.JsonAsync("answer", "query_sm_resp")).GetProperty("state").GetInt32().ShouldBe(3);
        await npm.JsonAsync("answer", "replace_sm_resp");
        await npm.JsonAsync("answer", "cancel_sm_resp");
        await npm.JsonAsync("answer", "unbind_resp");
        await npm.ExitAsync();
        npm.ExitCode.ShouldBe(0);

        lock (npm.Said) npm.Said.ShouldContain(line => line.Contains("\"receipted\":\"id-1\"") && line.Contains("\"state\":2"));
        var pdus = received.ToArray();
        Text(pdus[0].ShouldBeOfType<SubmitSm>()).ShouldBe("Hola");
        SmppConcatenation.TryRead(pdus[1].ShouldBeOfType<SubmitSm>(), out var part).ShouldBeTrue();
        part.ShouldBe(new SmppPart(0xCC, 2, 1, Wide: false));
        Encoding.BigEndianUnicode.GetString(SmppUserDataHeader.ContentOf((SubmitSm)pdus[1]).Span).ShouldBe("سلام");
        SmppConcatenation.TryRead((SubmitSm)pdus[2], out part).ShouldBeTrue();
        part.ShouldBe(new SmppPart(0x04D2, 2, 1, Wide: true));
        Text((SubmitSm)pdus[3]).ShouldBe(new string('x', 1000));
        pdus[4].ShouldBeOfType<DataSm>().Destination.Value.ShouldBe("59898344484");
        var many = pdus[5].ShouldBeOfType<SubmitMulti>();
        many.Destinations.Select(one => one.DistributionList ?? one.Address.Value).ShouldBe(["59898344484", "59898344485", "friends"]);
        Text(many.Message).ShouldBe("many");
        pdus[6].ShouldBeOfType<QuerySm>().MessageId.ShouldBe("id-1");
        Encoding.ASCII.GetString(pdus[7].ShouldBeOfType<ReplaceSm>().ShortMessage.Span).ShouldBe("new");
        pdus[8].ShouldBeOfType<CancelSm>().Destination.Value.ShouldBe("59898344484");

        async Task DeliverReceiptAsync(SmppServerSession session, CancellationToken cancellationToken)
        {
            await session.DeliverAsync(
                new()
                {
                    EsmClass = SmppEsmClass.Receipt,
                    Source = SmppAddress.International("59898344484"),
                    Destination = SmppAddress.Guess("Acme"),
                    ShortMessage = "id:id-1 stat:DELIVRD"u8.ToArray(),
                    Tlvs = [SmppTlv.CString(SmppTag.ReceiptedMessageId, "id-1"), SmppTlv.OneOctet(SmppTag.MessageState, 2)],
                },
                cancellationToken);
            delivered.SetResult();
        }
    }

    private static string Text(MessagePdu message) => Encoding.ASCII.GetString(message.Octets.Span);
}
