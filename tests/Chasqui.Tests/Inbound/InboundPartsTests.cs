using System.Text;
using Chasqui.Messages.Text;
using Chasqui.Providers;
using Chasqui.Routing;
using Chasqui.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Chasqui.Inbound;

public sealed class InboundPartsTests(ServerFixture server) : RoutingTest(server)
{
    private const string TextsSql = "SELECT text FROM message WHERE sender_id = @sender AND direction = 'in' ORDER BY id";

    private IInboundSink Sink => Server.Service<IInboundSink>();

    [Fact]
    public void Parts_in_any_order_make_the_text_that_was_cut_wherever_it_was_cut()
    {
        // Half of the texts are beyond the basic plane, so that cuts fall inside of characters.
        var cases =
            from text in Gen.Elements("a", "ñ", "世", "😀", "𝒳", " ").NonEmptyListOf().Select(pieces => string.Concat(pieces))
            from total in Gen.Choose(2, 12)
            from cuts in Gen.Choose(0, text.Length * 2).ArrayOf(total - 1)
            from order in Gen.Shuffle(Enumerable.Range(1, total).ToArray())
            select (text, total, cuts: cuts.Order().ToArray(), order: order.ToArray());

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var octets = Encoding.BigEndianUnicode.GetBytes(sample.text);
            int[] edges = [0, .. sample.cuts, octets.Length];
            var parts = sample.order.Select(number => Part(
                "r", sample.total, number, "", new ReceivedPart(TextEncoding.Ucs2, octets[edges[number - 1]..edges[number]])));
            return JoinedParts.Join(parts, "whole").Text == sample.text;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_is_missing_shows_where_it_is_missing()
    {
        InboundMessage[] parts = [Part("r", 5, 4, "four"), Part("r", 5, 2, "two")];
        JoinedParts.Join(parts, "whole").Text.ShouldBe("[…]two[…]four[…]");
    }

    [Fact]
    public async Task In_every_order_and_told_five_times_at_once_they_are_one_message()
    {
        var centre = await CentreAsync();
        int[][] orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];
        foreach (var (order, index) in orders.Select((order, index) => (order, index)))
        {
            foreach (var number in order)
            {
                var part = Part($"{index}", 3, number, $"<{number}>") with
                {
                    From = "+59899700001",
                    To = centre.Address,
                    ProviderMessageId = $"{centre.Address}-{index}-{number}",
                };
                var told = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => AcceptAsync(centre, part), Cancellation)));
                told.Count(isNew => isNew).ShouldBe(1);
            }
        }

        (await TextsAsync(centre)).ShouldBe(Enumerable.Repeat("<1><2><3>", orders.Length));
    }

    [Fact]
    public async Task All_parts_at_the_same_moment_are_one_message()
    {
        var centre = await CentreAsync();
        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => AcceptAsync(centre, Part("7", 8, number, $"{number}") with { From = "+59899700002", To = centre.Address }), Cancellation)));
        (await TextsAsync(centre)).ShouldBe(["12345678"]);
    }

    [Fact]
    public async Task When_one_never_comes_the_others_are_shown_with_a_mark_and_it_is_shown_when_it_comes_after_all()
    {
        var centre = await CentreAsync();
        InboundMessage Told(int number) => Part("9", 3, number, $"<{number}>") with
        {
            From = "+59899700003",
            To = centre.Address,
            ProviderMessageId = $"{centre.Address}-late-{number}",
        };
        await AcceptAsync(centre, Told(1));
        await AcceptAsync(centre, Told(3));
        (await TextsAsync(centre)).ShouldBeEmpty();

        await GiveUpAsync(centre);
        await Poll.UntilAsync(() => TextsAsync(centre), texts => texts.SequenceEqual(["<1>[…]<3>"]), TimeSpan.FromSeconds(10), Cancellation);

        (await AcceptAsync(centre, Told(1))).ShouldBeFalse();
        (await AcceptAsync(centre, Told(2))).ShouldBeTrue();
        await GiveUpAsync(centre);
        await Poll.UntilAsync(() => TextsAsync(centre), texts => texts.SequenceEqual(["<1>[…]<3>", "[…]<2>[…]"]), TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task A_reference_used_again_begins_another_message()
    {
        var centre = await CentreAsync();
        foreach (var text in (string[])["old", "new"])
            await AcceptAsync(centre, Part("1", 2, 1, text) with { From = "+59899700004", To = centre.Address });
        await AcceptAsync(centre, Part("1", 2, 2, " end") with { From = "+59899700004", To = centre.Address });
        (await TextsAsync(centre)).ShouldBe(["old[…]", "new end"]);
    }

    [Fact]
    public async Task Without_an_id_the_same_words_in_the_same_moment_are_the_same_message()
    {
        var centre = await CentreAsync();
        var now = Server.Clock.GetUtcNow();
        InboundMessage Told(string text, double seconds) => new()
        {
            ProviderMessageId = "",
            From = "+59899700005",
            To = centre.Address,
            Text = text,
            ToldAt = now.AddSeconds(seconds),
        };
        var told = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => AcceptAsync(centre, Told("ok", 0)), Cancellation)));
        told.Count(isNew => isNew).ShouldBe(1);
        (await AcceptAsync(centre, Told("ok", 1.9))).ShouldBeFalse();
        (await AcceptAsync(centre, Told("no", 0))).ShouldBeTrue();
        (await AcceptAsync(centre, Told("ok", 6))).ShouldBeTrue();
        (await TextsAsync(centre)).ShouldBe(["ok", "no", "ok"]);
    }

    [Fact]
    public async Task What_the_carrier_has_obeyed_is_recorded_and_not_answered()
    {
        var centre = await CentreAsync();
        InboundMessage Told(CarrierOptOut word) => new()
        {
            ProviderMessageId = $"{centre.Address}-{word}",
            From = "+59899700006",
            To = centre.Address,
            Text = word.ToString(),
            OptOut = word,
        };
        async Task<IReadOnlyList<string>> ListedAsync() => await centre.ReadAsync<string>(
            "SELECT source FROM dnc_entry WHERE number = @number", new { number = "+59899700006" }, Cancellation);

        await AcceptAsync(centre, Told(CarrierOptOut.Stop));
        (await ListedAsync()).ShouldBe(["optOut"]);
        await AcceptAsync(centre, Told(CarrierOptOut.Help));
        await AcceptAsync(centre, Told(CarrierOptOut.Start));
        (await ListedAsync()).ShouldBeEmpty();
        (await centre.ReadAsync<string>(
            "SELECT kind FROM consent_event WHERE number = @number ORDER BY at", new { number = "+59899700006" }, Cancellation))
            .ShouldBe(["optedOut", "optedIn"]);
        (await centre.ReadAsync<string>(
            "SELECT text FROM message WHERE sender_id = @sender AND direction = 'out'", new { sender = centre.Sender }, Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contact_without_a_name_gets_the_one_it_says()
    {
        var centre = await CentreAsync();
        async Task<string?> NameAsync(string? profile, string id)
        {
            await AcceptAsync(centre, new InboundMessage
            {
                ProviderMessageId = $"{centre.Address}-{id}",
                From = "+59899700007",
                To = centre.Address,
                Text = "Hola",
                ProfileName = profile,
            });
            return (await centre.ReadAsync<string?>("SELECT name FROM contact WHERE number = '+59899700007'", new { }, Cancellation))[0];
        }

        (await NameAsync(null, "1")).ShouldBeNull();
        (await NameAsync(" \u0007 ", "2")).ShouldBeNull();
        (await NameAsync(" Ana\nMaría ", "3")).ShouldBe("Ana María");
        (await NameAsync("Somebody else", "4")).ShouldBe("Ana María");
    }

    private static InboundMessage Part(string reference, int total, int number, string text, ReceivedPart? encoded = null) => new()
    {
        ProviderMessageId = "",
        From = "+59899123456",
        To = "1515",
        Text = text,
        Part = new InboundPart(reference, total, number, encoded),
    };

    private Task<bool> AcceptAsync(ContactCentre centre, InboundMessage message) =>
        Sink.AcceptAsync(centre.Unit, centre.Provider, message, Cancellation);

    // Two minutes pass for the parts that wait: jobs go by the database's clock.
    private static Task GiveUpAsync(ContactCentre centre) =>
        centre.ExecuteAsync("UPDATE job SET due_at = now() WHERE kind = 'inboundParts'", new { }, Cancellation);

    private static Task<IReadOnlyList<string>> TextsAsync(ContactCentre centre) =>
        centre.ReadAsync<string>(TextsSql, new { sender = centre.Sender }, Cancellation);
}
