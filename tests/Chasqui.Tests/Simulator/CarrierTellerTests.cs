using Chasqui.Support;

namespace Chasqui.Simulator;

/// <summary>What the carrier has to tell is told at least once, whatever happens in between.</summary>
public sealed class CarrierTellerTests(PostgresFixture postgres) : IAsyncLifetime
{
    private CarrierWorkshop _carrier = null!;
    private int _written;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        _carrier = await CarrierWorkshop.OpenAsync(postgres, tellers: 1, cancellationToken);
        await _carrier.BehaveAsync(Behaviour.Default with { ReceiptDelayMilliseconds = 0 }, cancellationToken);
    }

    public ValueTask DisposeAsync() => _carrier.DisposeAsync();

    [Fact]
    public async Task A_crash_between_taking_a_receipt_and_forgetting_it_tells_it_twice_and_never_not_at_all()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var crashed = false;
        _carrier.AfterTelling = () =>
        {
            if (!Interlocked.Exchange(ref crashed, true))
                throw new IOException("as if the connection broke after our commit");
        };

        await _carrier.SendAsync(1, cancellationToken);
        await _carrier.AllToldAsync(cancellationToken);

        var id = (await _carrier.BooksAsync(cancellationToken)).ShouldHaveSingleItem().ProviderMessageId;
        _carrier.Reports.Select(report => report.ProviderMessageId).ShouldBe([id, id]);
    }

    [Fact]
    public async Task What_a_handset_wrote_in_several_parts_is_told_as_one_message()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var text = string.Concat(Enumerable.Repeat("¿Dónde está mi pedido? ", 20)); // accents: UCS-2, several parts

        await WriteAsync("+59899123456", text, cancellationToken, "https://media.example/a.jpg", "https://media.example/b.jpg");
        await _carrier.AllToldAsync(cancellationToken);

        var message = _carrier.Inbound.ShouldHaveSingleItem();
        message.From.ShouldBe("+59899123456");
        message.To.ShouldBe("+59829001000");
        message.Text.ShouldBe(text);
        message.Media.Select(media => media.Reference).ShouldBe(["https://media.example/a.jpg", "https://media.example/b.jpg"]);
    }

    [Fact]
    public async Task One_handset_s_messages_are_told_in_the_order_they_were_written()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        for (var i = 0; i < 60; i++)
            await WriteAsync($"+5989912345{i % 3}", $"message {i}", cancellationToken);

        await _carrier.AllToldAsync(cancellationToken);

        _carrier.Inbound.Count.ShouldBe(60);
        foreach (var handset in _carrier.Inbound.GroupBy(message => message.From))
        {
            var numbers = handset.Select(message => int.Parse(message.Text["message ".Length..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
            numbers.ShouldBe(numbers.Order());
        }
    }

    [Fact]
    public async Task A_message_that_is_not_taken_is_told_again_with_the_same_id_and_holds_up_no_other()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var refusals = 0;
        _carrier.AfterTelling = () =>
        {
            if (_carrier.Inbound.Last().Text == "difficult" && Interlocked.Increment(ref refusals) == 1)
                throw new InvalidOperationException("not now");
        };

        await WriteAsync("+59899123450", "difficult", cancellationToken);
        await WriteAsync("+59899123451", "easy", cancellationToken);
        await _carrier.AllToldAsync(cancellationToken);

        _carrier.Inbound.Count(message => message.Text == "easy").ShouldBe(1);
        var told = _carrier.Inbound.Where(message => message.Text == "difficult").Select(message => message.ProviderMessageId).ToList();
        told.Count.ShouldBe(2);
        told.Distinct().Count().ShouldBe(1);
    }

    private async Task WriteAsync(string handset, string text, CancellationToken cancellationToken, params string[] media)
    {
        // The time is part of the id: two in the same millisecond still differ.
        var id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddSeconds(Interlocked.Increment(ref _written)));
        var entry = new BookEntry
        {
            BusinessUnitId = _carrier.Unit,
            ProviderId = _carrier.Provider,
            Direction = HandsetDirection.FromHandset,
            Handset = handset,
            Peer = "+59829001000",
            Reference = id.ToString("N"),
            Parts = SimulatedCarrier.Parts(id, text),
            MediaUrls = media,
            At = TimeProvider.System.GetUtcNow(),
            Events = [new BookEvent(id.ToString("N"), BookEvent.Inbound, null, null, TimeSpan.Zero)],
        };
        (await _carrier.Books.WriteAsync(entry, cancellationToken)).ShouldBe(BookOutcome.Written);
    }
}
