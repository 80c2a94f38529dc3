using System.Net;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Chasqui.Hooks;

public sealed class HookSpoolTests(PostgresFixture postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("chasqui-spool-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "hooks.spool");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task While_the_database_is_away_requests_are_taken_and_done_in_order_once_it_is_back()
    {
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation);
        (await world.TellAsync(world.Told("before", "0"), Cancellation)).EnsureSuccessStatusCode();
        world.Door.Shut();

        string[] texts = [.. Enumerable.Range(1, 20).Select(number => $"{number}")];
        foreach (var text in texts)
            (await world.TellAsync(world.Told($"away-{text}", text), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await world.TellAsync(world.Told("away-1", "1"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        world.Server.Service<HookSpool>().IsEmpty.ShouldBeFalse();

        world.Door.Open();
        await Poll.UntilAsync(
            () => Task.FromResult(world.Server.Service<HookSpool>().IsEmpty), empty => empty, TimeSpan.FromSeconds(30), Cancellation);
        (await world.TextsAsync(Cancellation)).ShouldBe(["0", .. texts]);
        (await world.TellAsync(world.Told("after", "after"), Cancellation)).EnsureSuccessStatusCode();
        (await world.TextsAsync(Cancellation))[^1].ShouldBe("after");
    }

    [Fact]
    public async Task A_server_that_stops_while_the_database_is_away_does_what_it_took_when_it_starts_again()
    {
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation, ("Chasqui:DataFolder", _folder.FullName));
        (await world.TellAsync(world.Told("before", "0"), Cancellation)).EnsureSuccessStatusCode();
        world.Door.Shut();
        (await world.TellAsync(world.Told("away", "1"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await world.Server.DisposeAsync();

        world.Door.Open();
        await world.StartServerAsync(Cancellation);
        await Poll.UntilAsync(() => world.TextsAsync(Cancellation), texts => texts.SequenceEqual(["0", "1"]), TimeSpan.FromSeconds(30), Cancellation);
    }

    [Fact]
    public async Task A_spool_that_cannot_be_written_is_no_promise()
    {
        var file = System.IO.Path.Combine(_folder.FullName, "no-folder");
        await File.WriteAllTextAsync(file, "", Cancellation);
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation, ("Chasqui:DataFolder", file));
        (await world.TellAsync(world.Told("before", "0"), Cancellation)).EnsureSuccessStatusCode();
        world.Door.Shut();

        using var answer = await world.TellAsync(world.Told("away", "1"), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_full_spool_takes_no_more_until_it_is_emptied()
    {
        using var spool = Open(mostBytes: 1024 * 1024);
        var taken = 0;
        while (await spool.AppendAsync(Event($"{taken}", new byte[50_000]), Cancellation))
            taken++;
        taken.ShouldBeInRange(10, 20);
        new FileInfo(Path).Length.ShouldBeLessThanOrEqualTo(1024 * 1024);

        for (var number = 0; number < taken; number++)
        {
            (await spool.PeekAsync(Cancellation))!.Topic.ShouldBe($"{number}");
            await spool.RemoveAsync(Cancellation);
        }

        (await spool.PeekAsync(Cancellation)).ShouldBeNull();
        new FileInfo(Path).Length.ShouldBe(0);
        (await spool.AppendAsync(Event("again", []), Cancellation)).ShouldBeTrue();
    }

    [Fact]
    public async Task Many_at_once_are_each_kept_once()
    {
        using var spool = Open();
        var kept = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(() => spool.AppendAsync(Event($"{number}", [1]), Cancellation))));
        kept.ShouldAllBe(one => one);

        var read = new HashSet<string>();
        while (await spool.PeekAsync(Cancellation) is { } told)
        {
            read.Add(told.Topic).ShouldBeTrue();
            await spool.RemoveAsync(Cancellation);
        }

        read.Count.ShouldBe(200);
    }

    [Fact]
    public async Task What_a_crash_cut_short_is_cut_off_and_the_rest_is_read()
    {
        byte[] whole;
        using (var spool = Open())
        {
            await spool.AppendAsync(Event("first", [1, 2, 3]), Cancellation);
            await spool.AppendAsync(Event("second", [4]), Cancellation);
        }

        whole = await File.ReadAllBytesAsync(Path, Cancellation);
        var first = 4 + 32 + BitConverter.ToInt32(whole);
        for (var length = 0; length < whole.Length; length += 17)
        {
            await File.WriteAllBytesAsync(Path, whole[..length], Cancellation);
            using var spool = Open();
            var told = await spool.PeekAsync(Cancellation);
            told?.Topic.ShouldBe("first");
            (told is null).ShouldBe(length < first);
            (await spool.AppendAsync(Event("third", []), Cancellation)).ShouldBeTrue();
            if (told is not null)
                await spool.RemoveAsync(Cancellation);
            (await spool.PeekAsync(Cancellation))!.Topic.ShouldBe("third");
        }
    }

    [Fact]
    public async Task What_is_damaged_is_put_aside()
    {
        using (var spool = Open())
        {
            await spool.AppendAsync(Event("first", [1, 2, 3]), Cancellation);
            await spool.AppendAsync(Event("second", [4]), Cancellation);
        }

        var bytes = await File.ReadAllBytesAsync(Path, Cancellation);
        bytes[^5] ^= 1;
        await File.WriteAllBytesAsync(Path, bytes, Cancellation);

        using var again = Open();
        (await again.PeekAsync(Cancellation))!.Topic.ShouldBe("first");
        await again.RemoveAsync(Cancellation);
        (await again.PeekAsync(Cancellation)).ShouldBeNull();
        _folder.GetFiles("hooks.spool.damaged-*").Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_the_database_will_never_take_is_put_aside_and_the_rest_goes_on()
    {
        using var spool = Open();
        await spool.AppendAsync(Event("first", [1]), Cancellation);
        await spool.AppendAsync(Event("second", [2]), Cancellation);
        await spool.PutAsideAsync(Cancellation);
        (await spool.PeekAsync(Cancellation))!.Topic.ShouldBe("second");
        _folder.GetFiles("hooks.spool.damaged-*").Single().Length.ShouldBeGreaterThan(36);
    }

    private static HookEvent Event(string topic, byte[] body) => new()
    {
        BusinessUnitId = BusinessUnitId.From(Guid.CreateVersion7()),
        Id = Guid.CreateVersion7(),
        ProviderId = ProviderId.From(Guid.CreateVersion7()),
        Topic = topic,
        ReceivedAt = TimeProvider.System.GetUtcNow(),
        Method = "POST",
        Query = "",
        Body = body,
        Tidings = new HookTidings { Messages = [new() { ProviderMessageId = "1", From = "1", To = "2", Text = "Hola" }] },
    };

    private HookSpool Open(long mostBytes = 64 * 1024 * 1024) => new(
        Options.Create(new ChasquiOptions { DataFolder = _folder.FullName }), Options.Create(new HooksOptions { SpoolBytes = mostBytes }),
        TimeProvider.System, NullLogger<HookSpool>.Instance);
}
