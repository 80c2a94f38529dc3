using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;

namespace Chasqui.Simulator;

/// <summary>Each setting of the carrier's behaviour does what it says, and its books hold what it took: no more, no less.</summary>
public sealed class SimulatedCarrierTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Behaviour Quick = Behaviour.Default with { ReceiptDelayMilliseconds = 0, Seed = 7 };

    private CarrierWorkshop _carrier = null!;

    public async ValueTask InitializeAsync() => _carrier = await CarrierWorkshop.OpenAsync(postgres, tellers: 2, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _carrier.DisposeAsync();

    [Fact]
    public async Task Every_part_is_in_the_books_before_the_answer_names_it()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var text = string.Concat(Enumerable.Repeat("0123456789", 40));
        var message = CarrierWorkshop.Message(1, text);
        await using var connection = _carrier.Connect(10_000);

        var result = (await connection.SendAsync(message, cancellationToken)).ShouldBeOfType<SendResult.Accepted>();

        var books = await _carrier.BooksAsync(cancellationToken);
        books.Count.ShouldBe(3); // 400 characters: 153 + 153 + 94
        books.Select(part => part.Text.Length).ShouldBe([153, 153, 94]);
        string.Concat(books.Select(part => part.Text)).ShouldBe(text);
        books.Select(part => part.ProviderMessageId).ShouldBe(result.PartIds);
        books.ShouldAllBe(part => part.ClientReference == message.Id.Value.ToString() && part.Parts == 3
            && part.Handset == message.To.Value && part.Peer == message.Sender);
    }

    [Fact]
    public async Task A_thousand_messages_at_once_are_each_in_the_books_once_and_told_delivered_once()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick, cancellationToken);

        var sent = await _carrier.SendAsync(1_000, cancellationToken);
        await _carrier.AllToldAsync(cancellationToken);

        var ids = sent.SelectMany(one => one.Result.ShouldBeOfType<SendResult.Accepted>().PartIds).Order().ToList();
        var books = await _carrier.BooksAsync(cancellationToken);
        books.Select(part => part.ClientReference).Order().ShouldBe(sent.Select(one => one.Message.Id.Value.ToString()).Order());
        books.Select(part => part.ProviderMessageId).Order().ShouldBe(ids);
        _carrier.Reports.Select(report => report.ProviderMessageId).Order().ShouldBe(ids);
        _carrier.Reports.ShouldAllBe(report => report.State == DeliveryState.Delivered && report.At != null);
    }

    [Fact]
    public async Task Refused_messages_are_not_in_the_books_and_the_seed_decides_how_many()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { RejectPercent = 30 }, cancellationToken);
        var first = await _carrier.SendAsync(400, cancellationToken);
        await _carrier.BehaveAsync(Quick with { RejectPercent = 30 }, cancellationToken);
        var second = await _carrier.SendAsync(400, cancellationToken);

        var refused = Failures(first);
        refused.Count.ShouldBeInRange(80, 160);
        refused.ShouldAllBe(failure => failure.Code == "simulator:refused" && failure.Class == SendFailureClass.PermanentRecipient);
        Failures(second).Count.ShouldBe(refused.Count);
        (await _carrier.BooksAsync(cancellationToken)).Count.ShouldBe(800 - 2 * refused.Count);
    }

    [Fact]
    public async Task Throttled_messages_are_not_in_the_books_and_come_with_a_wait()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { ThrottlePercent = 50 }, cancellationToken);

        var sent = await _carrier.SendAsync(200, cancellationToken);

        var throttled = Failures(sent);
        throttled.Count.ShouldBeInRange(60, 140);
        throttled.ShouldAllBe(failure => failure.Class == SendFailureClass.Throttle && failure.RetryAfter > TimeSpan.Zero);
        (await _carrier.BooksAsync(cancellationToken)).Count.ShouldBe(200 - throttled.Count);
    }

    [Fact]
    public async Task A_lost_answer_is_an_unknown_outcome_of_a_message_that_was_taken_and_is_told_of()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { LoseAnswerPercent = 100 }, cancellationToken);
        await using var connection = _carrier.Connect(answerTimeoutMilliseconds: 400);
        var message = CarrierWorkshop.Message(1, "Hello");
        var start = TimeProvider.System.GetTimestamp();

        var failure = (await connection.SendAsync(message, cancellationToken)).ShouldBeOfType<SendResult.Failed>().Failure;
        await _carrier.AllToldAsync(cancellationToken);

        failure.Class.ShouldBe(SendFailureClass.UnknownOutcome);
        TimeProvider.System.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromMilliseconds(390), TimeSpan.FromSeconds(5));
        var part = (await _carrier.BooksAsync(cancellationToken)).ShouldHaveSingleItem();
        part.ClientReference.ShouldBe(message.Id.Value.ToString());
        _carrier.Reports.ShouldHaveSingleItem().ProviderMessageId.ShouldBe(part.ProviderMessageId);
    }

    [Fact]
    public async Task Latency_delays_the_answer_and_not_the_books()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { LatencyMilliseconds = 1_500 }, cancellationToken);
        await using var connection = _carrier.Connect(10_000);

        var answer = connection.SendAsync(CarrierWorkshop.Message(1, "Hello"), cancellationToken);
        await Poll.UntilAsync(() => _carrier.BooksAsync(cancellationToken), books => books.Count == 1, TimeSpan.FromSeconds(5), cancellationToken);
        await Poll.UntilAsync(() => Task.FromResult(_carrier.Reports.Count), count => count == 1, TimeSpan.FromSeconds(5), cancellationToken);

        answer.IsCompleted.ShouldBeFalse(); // the receipt came before the answer, as real ones may
        (await answer).ShouldBeOfType<SendResult.Accepted>();
    }

    [Fact]
    public async Task Undeliverable_messages_are_told_so_for_every_part()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { UndeliverablePercent = 40 }, cancellationToken);
        await using var connection = _carrier.Connect(10_000);
        var text = new string('a', 200); // two parts

        for (var number = 0; number < 100; number++)
            (await connection.SendAsync(CarrierWorkshop.Message(number, text), cancellationToken)).ShouldBeOfType<SendResult.Accepted>();
        await _carrier.AllToldAsync(cancellationToken);

        _carrier.Reports.Count.ShouldBe(200);
        var fates = _carrier.Reports.GroupBy(report => BookPart.MessageOf(report.ProviderMessageId)).Select(parts => parts.Select(part => part.State).ToList()).ToList();
        fates.ShouldAllBe(states => states.Count == 2 && states[0] == states[1]);
        fates.Count(states => states[0] == DeliveryState.Undelivered).ShouldBeInRange(20, 60);
        _carrier.Reports.ShouldAllBe(report => (report.Code != null) == (report.State == DeliveryState.Undelivered));
    }

    [Fact]
    public async Task With_every_receipt_told_twice_each_part_has_exactly_two()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { DuplicateReceiptPercent = 100 }, cancellationToken);

        await _carrier.SendAsync(100, cancellationToken);
        await _carrier.AllToldAsync(cancellationToken);

        _carrier.Reports.GroupBy(report => report.ProviderMessageId).Select(told => told.Count()).ShouldBe(Enumerable.Repeat(2, 100));
    }

    [Fact]
    public async Task Out_of_order_a_late_sent_follows_each_final_receipt_and_messages_overtake_each_other()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { ReorderReceipts = true }, cancellationToken);

        var sent = await _carrier.SendAsync(100, cancellationToken);
        await _carrier.AllToldAsync(cancellationToken);

        _carrier.Reports.Count.ShouldBe(200);
        _carrier.Reports.GroupBy(report => report.ProviderMessageId)
            .ShouldAllBe(told => told.Select(report => report.State).SequenceEqual(new[] { DeliveryState.Delivered, DeliveryState.Sent }));
        var taken = (await _carrier.BooksAsync(cancellationToken)).Select(part => part.ProviderMessageId).ToList();
        var told = _carrier.Reports.Where(report => report.State == DeliveryState.Delivered).Select(report => report.ProviderMessageId).ToList();
        told.ShouldNotBe(taken);
        told.Order().ShouldBe(taken.Order());
    }

    [Fact]
    public async Task Receipts_wait_for_their_delay_and_are_not_told_at_all_when_off()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.BehaveAsync(Quick with { Receipts = false }, cancellationToken);
        await _carrier.SendAsync(10, cancellationToken);
        await _carrier.BehaveAsync(Quick with { ReceiptDelayMilliseconds = 700 }, cancellationToken);
        var start = TimeProvider.System.GetTimestamp();
        await _carrier.SendAsync(1, cancellationToken);

        await Poll.UntilAsync(() => Task.FromResult(_carrier.Reports.Count), count => count > 0, TimeSpan.FromSeconds(10), cancellationToken);

        TimeProvider.System.GetElapsedTime(start).ShouldBeInRange(TimeSpan.FromMilliseconds(690), TimeSpan.FromSeconds(3));
        await _carrier.AllToldAsync(cancellationToken);
        _carrier.Reports.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_carrier_that_cannot_write_its_books_takes_nothing_and_says_so()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await _carrier.Books.StopAsync(cancellationToken);

        var failure = Failures(await _carrier.SendAsync(1, cancellationToken)).ShouldHaveSingleItem();

        failure.Class.ShouldBe(SendFailureClass.Transient);
        (await _carrier.BooksAsync(cancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_text_of_too_many_parts_is_refused_for_good()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var connection = _carrier.Connect(10_000);

        var result = await connection.SendAsync(CarrierWorkshop.Message(1, new string('a', 153 * 255 + 1)), cancellationToken);

        result.ShouldBeOfType<SendResult.Failed>().Failure.Class.ShouldBe(SendFailureClass.PermanentMessage);
    }

    private static IReadOnlyList<SendFailure> Failures(IEnumerable<(OutboundMessage Message, SendResult Result)> sent) =>
        [.. sent.Select(one => one.Result).OfType<SendResult.Failed>().Select(failed => failed.Failure)];
}
