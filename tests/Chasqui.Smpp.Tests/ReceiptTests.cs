using System.Globalization;
using System.Text;
using System.Text.Json;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

public sealed class ReceiptTests
{
    public static TheoryData<string> Texts => [.. Vectors.Receipts.Select(one => one.GetProperty("text").GetString()!)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_vector_is_read_field_by_field(string text)
    {
        var vector = Vectors.Receipts.Single(one => one.GetProperty("text").GetString() == text);
        SmppReceipt.TryParse(text, TimeSpan.Zero, out var receipt).ShouldBeTrue();
        receipt!.MessageId.ShouldBe(Of(vector, "id"));
        receipt.StateWord.ShouldBe(Of(vector, "stat"));
        receipt.Error.ShouldBe(Of(vector, "err"));
        receipt.DoneDate.ShouldBe(DateTimeOffset.Parse(Of(vector, "done") + "Z", CultureInfo.InvariantCulture));
        receipt.State.ShouldBe(Of(vector, "state") switch
        {
            "Delivered" => SmppMessageState.Delivered,
            "Undelivered" => SmppMessageState.Undeliverable,
            "Expired" => SmppMessageState.Expired,
            "Sent" => SmppMessageState.EnRoute,
            _ => SmppMessageState.Rejected,
        });
    }

    [Theory]
    [InlineData("ID:7 STAT:DELIVRD", "7", "DELIVRD", "")]
    [InlineData("stat:EXPIRED err:000 id:7", "7", "EXPIRED", "000")]
    [InlineData("id:7 err: stat:DELIVRD", "7", "DELIVRD", "")]
    [InlineData("id:7 id:8 stat:DELIVRD stat:EXPIRED", "7", "DELIVRD", "")]
    [InlineData("id: 7  stat: UNDELIV  err: no route to host  done date: 2601011200", "7", "UNDELIV", "no route to host")]
    [InlineData("msgid:9 id:7 substat:1 stat:BUFFERED", "7", "BUFFERED", "")]
    [InlineData("id:7\r\nstat:delivrd\r\n", "7", "DELIVRD", "")]
    [InlineData("id:7 stat:", "7", "", "")]
    [InlineData("id:7", "7", "", "")]
    public void Every_spelling_of_the_fields_is_read(string text, string id, string state, string error)
    {
        SmppReceipt.TryParse(text, TimeSpan.Zero, out var receipt).ShouldBeTrue();
        receipt!.MessageId.ShouldBe(id);
        receipt.StateWord.ShouldBe(state);
        receipt.Error.ShouldBe(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Hello, is the id: number 5?")]
    [InlineData("stat:DELIVRD text:id:5")]
    [InlineData("id:")]
    [InlineData("paid:100")]
    public void A_text_that_names_no_id_is_no_receipt(string text)
    {
        // "id: number 5?" does name one, as an SMSC could: only esm_class tells a receipt from a message.
        SmppReceipt.TryParse(text, TimeSpan.Zero, out var receipt).ShouldBe(text.Contains("id: number", StringComparison.Ordinal));
        SmppReceipt.TryRead(new() { ShortMessage = Encoding.ASCII.GetBytes(text) }, TimeSpan.Zero, out receipt).ShouldBeFalse();
        receipt.ShouldBeNull();
    }

    [Theory]
    [InlineData("SCHEDULED", SmppMessageState.Scheduled)]
    [InlineData("ENROUTE", SmppMessageState.EnRoute)]
    [InlineData("DELIVRD", SmppMessageState.Delivered)]
    [InlineData("EXPIRED", SmppMessageState.Expired)]
    [InlineData("DELETED", SmppMessageState.Deleted)]
    [InlineData("UNDELIV", SmppMessageState.Undeliverable)]
    [InlineData("ACCEPTD", SmppMessageState.Accepted)]
    [InlineData("UNKNOWN", SmppMessageState.Unknown)]
    [InlineData("REJECTD", SmppMessageState.Rejected)]
    [InlineData("SKIPPED", SmppMessageState.Skipped)]
    [InlineData("BUFFERED", SmppMessageState.EnRoute)]
    [InlineData("FAILED", SmppMessageState.Undeliverable)]
    [InlineData("RETRY", SmppMessageState.EnRoute)]
    [InlineData("SENT", SmppMessageState.EnRoute)]
    [InlineData("WHATEVER", null)]
    public void Each_word_has_its_state(string word, SmppMessageState? state)
    {
        SmppReceipt.TryParse($"id:1 stat:{word}", TimeSpan.Zero, out var receipt).ShouldBeTrue();
        receipt!.State.ShouldBe(state);
    }

    [Fact]
    public void Parameters_win_over_the_text_and_the_other_id_is_kept()
    {
        var (_, pdu) = Wire.Decode(Vectors.Octets("dlr"));
        SmppReceipt.TryRead((DeliverSm)pdu, TimeSpan.FromHours(-3), out var receipt).ShouldBeTrue();
        receipt!.MessageId.ShouldBe("64E2A9F1");
        receipt.OtherMessageId.ShouldBe("1692576241");
        receipt.State.ShouldBe(SmppMessageState.Delivered);
        receipt.DoneDate.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 1, 0, TimeSpan.FromHours(-3)));
        receipt.Recipient.Value.ShouldBe("59898344484");
        receipt.Sender.Value.ShouldBe("Acme");
        receipt.Text.ShouldBe("Hola");
        receipt.IsIntermediate.ShouldBeFalse();
    }

    [Fact]
    public void A_receipt_may_be_parameters_alone_or_stand_in_the_payload_under_a_wrong_data_coding()
    {
        SmppReceipt.TryRead(
            new()
            {
                EsmClass = SmppEsmClass.IntermediateNotification | SmppEsmClass.StoreAndForward,
                Tlvs =
                [
                    SmppTlv.CString(SmppTag.ReceiptedMessageId, "5"),
                    SmppTlv.OneOctet(SmppTag.MessageState, 1),
                    new(SmppTag.NetworkErrorCode, new byte[] { 3, 0x01, 0x02 }),
                ],
            },
            TimeSpan.Zero,
            out var receipt).ShouldBeTrue();
        receipt!.State.ShouldBe(SmppMessageState.EnRoute);
        receipt.IsIntermediate.ShouldBeTrue();
        receipt.NetworkError.ShouldBe(new SmppNetworkError(3, 0x0102));

        SmppReceipt.TryRead(
            new()
            {
                EsmClass = SmppEsmClass.Receipt,
                DataCoding = SmppDataCoding.Ucs2,
                Tlvs = [new(SmppTag.MessagePayload, "id:6 stat:EXPIRED"u8.ToArray())],
            },
            TimeSpan.Zero,
            out receipt).ShouldBeTrue();
        receipt!.MessageId.ShouldBe("6");
        receipt.State.ShouldBe(SmppMessageState.Expired);
    }

    [Fact]
    public void An_impossible_date_or_state_is_missing_and_not_an_error()
    {
        SmppReceipt.TryRead(
            new()
            {
                EsmClass = SmppEsmClass.Receipt,
                ShortMessage = "id:5 sub:x submit date:9913401299 done date:never stat:DELIVRD"u8.ToArray(),
                Tlvs = [SmppTlv.OneOctet(SmppTag.MessageState, 99), new(SmppTag.NetworkErrorCode, new byte[2])],
            },
            TimeSpan.Zero,
            out var receipt).ShouldBeTrue();
        receipt!.SubmitDate.ShouldBeNull();
        receipt.DoneDate.ShouldBeNull();
        receipt.Submitted.ShouldBeNull();
        receipt.NetworkError.ShouldBeNull();
        receipt.State.ShouldBe(SmppMessageState.Delivered);
    }

    private static string Of(JsonElement vector, string field) => vector.GetProperty(field).GetString()!;
}

public sealed class MessageIdTests
{
    public static TheoryData<string, string> Pairs => new(Vectors.IdPairs.Select(
        pair => (pair.GetProperty("resp").GetString()!, pair.GetProperty("receipt").GetString()!)));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_pair_of_radices_meets_under_its_form_and_under_the_guessed_keys(string response, string receipt)
    {
        SmppMessageIds.FromResponse(response, SmppMessageIdForm.ResponseHexReceiptDecimal)
            .ShouldBe(SmppMessageIds.FromReceipt(receipt, SmppMessageIdForm.ResponseHexReceiptDecimal));
        SmppMessageIds.Keys(response).Intersect(SmppMessageIds.Keys(receipt)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("0001", "1", SmppMessageIdForm.BothDecimal)]
    [InlineData("00AF", "af", SmppMessageIdForm.BothHex)]
    [InlineData("175", "0AF", SmppMessageIdForm.ResponseDecimalReceiptHex)]
    [InlineData("a-B", "a-B", SmppMessageIdForm.Literal)]
    [InlineData("A-B", "a-b", SmppMessageIdForm.BothHex)]
    public void Each_form_meets(string response, string receipt, SmppMessageIdForm form) =>
        SmppMessageIds.FromResponse(response, form).ShouldBe(SmppMessageIds.FromReceipt(receipt, form));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("12345678901234567")]
    [InlineData("ffffffffffffffff")]
    [InlineData("-5")]
    [InlineData(" 5")]
    public void An_id_that_is_no_number_or_too_long_keeps_its_own_keys(string id)
    {
        var keys = SmppMessageIds.Keys(id);
        keys[0].ShouldBe(id);
        keys.ShouldBeUnique();
        SmppMessageIds.DecimalToHex("-5").ShouldBeNull();
        SmppMessageIds.HexToDecimal("ffffffffffffffff").ShouldBe("18446744073709551615");
        SmppMessageIds.HexToDecimal("12345678901234567").ShouldBeNull();
    }
}
