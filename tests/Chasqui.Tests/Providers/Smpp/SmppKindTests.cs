using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Messages.Text;
using Chasqui.Providers.Network;
using Chasqui.Providers.Smpp;
using Chasqui.Smpp;
using Chasqui.Smpp.Concatenation;
using Chasqui.Smpp.Pdus;
using Chasqui.Support;
using Microsoft.Extensions.Options;

namespace Chasqui.Providers;

/// <summary>An account at an SMSC of the library's own server side, over real sockets.</summary>
public sealed class SmppKindTests : IAsyncLifetime, IProviderEvents
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<SubmitSm> _ledger = new();
    private readonly ConcurrentQueue<InboundMessage> _inbound = new();
    private readonly ConcurrentQueue<DeliveryReport> _reports = new();
    private readonly ConcurrentQueue<(LinkState State, string? Sentence)> _links = new();
    private readonly ConcurrentQueue<WireEntry> _wire = new();
    private readonly CancellationTokenSource _stopping = new();
    private Func<SubmitSm, int, SmppSubmitResult> _answer = (_, number) => SmppSubmitResult.Accepted($"{number:X8}");
    private SmppServer _smsc = null!;
    private SmppConnection _connection = null!;
    private Task _listening = Task.CompletedTask;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _smsc = new SmppServer(new SmppServerOptions
        {
            OnBind = (_, bind, _) => ValueTask.FromResult(bind.Password == "secret" ? SmppCommandStatus.Ok : SmppCommandStatus.InvalidPassword),
            OnSubmit = (_, submit, _) =>
            {
                _ledger.Enqueue(submit);
                return ValueTask.FromResult(_answer(submit, _ledger.Count));
            },
        });
        _smsc.Start();
        _connection = Open(new { });
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _listening;
        await _connection.DisposeAsync();
        await _smsc.DisposeAsync();
        _stopping.Dispose();
    }

    [Fact]
    public async Task A_text_goes_out_and_its_receipt_comes_back_under_the_same_id()
    {
        await ListenAsync();

        var result = (await SendAsync("Hola")).ShouldBeOfType<SendResult.Accepted>();

        var submit = _ledger.ShouldHaveSingleItem();
        submit.Source.ShouldBe(new SmppAddress(SmppTon.International, SmppNpi.Isdn, "59829001000"));
        submit.Destination.ShouldBe(new SmppAddress(SmppTon.International, SmppNpi.Isdn, "59899123456"));
        Encoding.ASCII.GetString(submit.ShortMessage.Span).ShouldBe("Hola");
        await DeliverReceiptAsync(result.PartIds.Single(), "DELIVRD", "000");
        var report = (await UntilAsync(_reports)).ShouldHaveSingleItem();
        report.ProviderMessageId.ShouldBe(result.PartIds.Single());
        report.State.ShouldBe(DeliveryState.Delivered);
        report.At.ShouldBe(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("udh8")]
    [InlineData("udh16")]
    [InlineData("sar")]
    [InlineData("payload")]
    public async Task A_long_Arabic_text_with_emoji_arrives_whole_by_every_method(string longMessages)
    {
        var text = string.Concat(Enumerable.Repeat("مرحبا بالعالم 😀 ", 12));
        await using var connection = Open(new { longMessages });

        var result = (await connection.SendAsync(Message(text), Cancellation)).ShouldBeOfType<SendResult.Accepted>();

        result.PartIds.Count.ShouldBe(longMessages == "payload" ? 1 : MessageParts.Count(text, PartOptions.Verbatim).Parts);
        result.PartIds.Count.ShouldBe(_ledger.Count);
        var octets = _ledger.SelectMany(part => SmppUserDataHeader.ContentOf(part).ToArray()).ToArray();
        Encoding.BigEndianUnicode.GetString(octets).ShouldBe(text);
    }

    [Theory]
    [InlineData(SmppCommandStatus.Throttled, SendFailureClass.Throttle)]
    [InlineData(SmppCommandStatus.MessageQueueFull, SendFailureClass.Throttle)]
    [InlineData(SmppCommandStatus.SystemError, SendFailureClass.Transient)]
    [InlineData(SmppCommandStatus.InvalidDestinationAddress, SendFailureClass.PermanentRecipient)]
    [InlineData(SmppCommandStatus.InvalidSourceAddress, SendFailureClass.PermanentSender)]
    [InlineData(SmppCommandStatus.RejectedByApplication, SendFailureClass.PermanentMessage)]
    [InlineData((SmppCommandStatus)0x455, SendFailureClass.Transient)]
    public async Task A_refusal_has_its_class(SmppCommandStatus status, object expected)
    {
        _answer = (_, _) => SmppSubmitResult.Refused(status);

        (await SendAsync("Hola")).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe((SendFailureClass)expected);
    }

    [Fact]
    public async Task A_refused_part_ends_the_message_and_is_not_sent_again()
    {
        _answer = (_, number) => number == 2 ? SmppSubmitResult.Refused(SmppCommandStatus.InvalidDestinationAddress) : SmppSubmitResult.Accepted($"{number}");

        var failure = (await SendAsync(new string('a', 400))).ShouldBeOfType<SendResult.Failed>().Failure;

        failure.Code.ShouldBe("smpp:partial");
        failure.Class.ShouldBe(SendFailureClass.PermanentMessage);
        _ledger.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_lost_answer_is_unknown()
    {
        _answer = (_, _) => SmppSubmitResult.Silent;
        await using var connection = Open(new { answerSeconds = 1 });

        (await connection.SendAsync(Message("Hola"), Cancellation)).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.UnknownOutcome);
    }

    [Fact]
    public async Task Without_a_session_nothing_was_sent()
    {
        await _smsc.DisposeAsync();

        (await SendAsync("Hola")).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.Transient);
    }

    [Fact]
    public async Task A_wrong_password_stops_the_account_and_the_check_says_why()
    {
        await using var connection = Open(new { password = "wrong" });

        (await connection.SendAsync(Message("Hola"), Cancellation)).ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.AccountStop);
        var check = await connection.CheckAsync(Cancellation);
        check.Works.ShouldBeFalse();
        check.Sentence.ShouldContain("password");
    }

    [Fact]
    public async Task The_check_binds_and_sends_nothing()
    {
        (await _connection.CheckAsync(Cancellation)).Works.ShouldBeTrue();
        _ledger.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contact_s_text_in_parts_comes_in_as_parts_that_join()
    {
        await ListenAsync();
        var text = string.Concat(Enumerable.Repeat("ñandú 😀 ", 20));
        var cut = MessageParts.Cut(text, PartOptions.Verbatim, 7);

        foreach (var part in cut)
        {
            await Session().DeliverAsync(new DeliverSm
            {
                Source = SmppAddress.International("59899123456"),
                Destination = SmppAddress.International("59829001000"),
                EsmClass = SmppEsmClass.UserDataHeader,
                DataCoding = 8,
                ShortMessage = (byte[])[.. part.Header, .. part.Body],
            }, Cancellation);
        }

        await Poll.UntilAsync(() => Task.FromResult(_inbound.Count), count => count == cut.Length, Patience, Cancellation);
        _inbound.ShouldAllBe(message => message.From == "+59899123456" && message.To == "59829001000" && message.Part!.Total == cut.Length);
        ReceivedPart.Join([.. _inbound.OrderBy(message => message.Part!.Number).Select(message => message.Part!.Encoded!)]).ShouldBe(text);
    }

    [Fact]
    public async Task A_receipt_in_the_other_radix_finds_its_message_when_the_setting_says_so()
    {
        await _connection.DisposeAsync();
        _connection = Open(new { messageIds = "hexThenDecimal" });
        _answer = (_, _) => SmppSubmitResult.Accepted("00FF");
        await ListenAsync();

        var id = (await SendAsync("Hola")).ShouldBeOfType<SendResult.Accepted>().PartIds.Single();

        await DeliverReceiptAsync("255", "UNDELIV", "69B");
        var report = (await UntilAsync(_reports)).ShouldHaveSingleItem();
        report.ProviderMessageId.ShouldBe(id);
        report.State.ShouldBe(DeliveryState.Undelivered);
        report.Code.ShouldBe("smpp:69B");
    }

    [Fact]
    public async Task A_broken_session_is_told_and_mended()
    {
        await ListenAsync();

        Session().Drop();

        await Poll.UntilAsync(
            () => Task.FromResult(_links.ToArray()), links => links.Any(link => link is { State: LinkState.Disconnected, Sentence: not null }), Patience, Cancellation);
        await Poll.UntilAsync(() => Task.FromResult(_smsc.Sessions.Count), count => count == 1, Patience, Cancellation);
        (await SendAsync("Hola")).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task The_wire_log_has_the_message_without_its_text_password_or_whole_number()
    {
        var message = Message("Hola ñandú");

        await _connection.SendAsync(message, Cancellation);

        _wire.Where(entry => entry.MessageId == message.Id).Select(entry => entry.Summary.Split(' ')[0]).ShouldBe(["submit_sm", "submit_sm_resp"]);
        var written = string.Join('\n', _wire.Select(entry => $"{entry.Summary}\n{entry.Body}"));
        foreach (var secret in new[] { "secret", "ñandú", "59899123456", "Hola" })
            written.ShouldNotContain(secret);
    }

    Task IProviderEvents.InboundAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        _inbound.Enqueue(message);
        return Task.CompletedTask;
    }

    Task IProviderEvents.ReportsAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
            _reports.Enqueue(report);
        return Task.CompletedTask;
    }

    void IProviderEvents.Link(LinkState state, string? sentence) => _links.Enqueue((state, sentence));

    private Task<SendResult> SendAsync(string text) => _connection.SendAsync(Message(text), Cancellation);

    private async Task ListenAsync()
    {
        _listening = _connection.ListenAsync(this, _stopping.Token);
        await Poll.UntilAsync(() => Task.FromResult(_smsc.Sessions.Count(session => session.CanReceive)), count => count == 1, Patience, Cancellation);
    }

    private SmppServerSession Session() => _smsc.Sessions.Single(session => session.CanReceive);

    private async Task DeliverReceiptAsync(string id, string word, string error) => await Session().DeliverAsync(new DeliverSm
    {
        Source = SmppAddress.International("59899123456"),
        Destination = SmppAddress.International("59829001000"),
        EsmClass = SmppEsmClass.Receipt,
        ShortMessage = Encoding.ASCII.GetBytes(
            $"id:{id} sub:001 dlvrd:001 submit date:2601011159 done date:2601011200 stat:{word} err:{error} text:Hola"),
    }, Cancellation);

    private static async Task<IReadOnlyList<T>> UntilAsync<T>(ConcurrentQueue<T> queue) =>
        await Poll.UntilAsync(() => Task.FromResult(queue.ToArray()), seen => seen.Length > 0, Patience, Cancellation);

    private static OutboundMessage Message(string text) =>
        new() { Id = Id.New<MessageId>(TimeProvider.System), Sender = "+59829001000", To = PhoneNumber.FromStored("+59899123456"), Text = text };

    private SmppConnection Open(object overrides)
    {
        var guard = new EgressGuard(Options.Create(new EgressOptions { Allow = ["127.0.0.0/8"] }));
        var kind = new SmppKind(guard, new Wire(_wire), TimeProvider.System);
        var settings = JsonSerializer.SerializeToNode(new { hosts = $"127.0.0.1:{_smsc.EndPoint.Port}", systemId = "chasqui", password = "secret" })!.AsObject();
        foreach (var (name, value) in JsonSerializer.SerializeToNode(overrides)!.AsObject())
            settings[name] = value?.DeepClone();
        return (SmppConnection)kind.Open(new ProviderAccount(
            new BusinessUnitId(Guid.Empty), new ProviderId(Guid.Empty), new ProviderSettings(kind.Schema, JsonSerializer.SerializeToElement(settings))));
    }

    private sealed class Wire(ConcurrentQueue<WireEntry> entries) : IWireLog
    {
        public void Record(ProviderAccount account, WireEntry entry) => entries.Enqueue(entry);
    }
}
