using System.Net;
using System.Text.Json;
using Chasqui.Support;

namespace Chasqui.Hooks;

public sealed class HookRateTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_sends_too_much_is_told_when_to_go_on()
    {
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation, ("Chasqui:Hooks:AddressPerSecond", "1"));

        var answers = await SendAsync(world, 12, "wrong");

        answers.Select(answer => answer.StatusCode).ShouldContain(HttpStatusCode.Unauthorized);
        answers[^1].StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answers[^1].Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Those_who_guess_are_slowed_down_and_the_carrier_is_not()
    {
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation, ("Chasqui:Hooks:RefusedPerMinute", "3"));

        var answers = await SendAsync(world, 5, "wrong");

        answers.Select(answer => (int)answer.StatusCode).ShouldBe([401, 401, 401, 429, 429]);
        (await world.TellAsync(world.Told("genuine", "Hola"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_provider_has_a_limit_of_its_own()
    {
        await using var world = await HooksWorld.StartAsync(postgres, Cancellation, ("Chasqui:Hooks:ProviderPerSecond", "1"));

        var answers = await SendAsync(world, 8, HooksWorld.Secret);

        answers[0].StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answers[^1].StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var other = await world.AddProviderAsync("other", Cancellation);
        await Poll.UntilAsync(
            () => world.SendAsync(HttpMethod.Post, world.Path(provider: other), "{}"u8.ToArray(), "other", Cancellation),
            answer => answer.StatusCode == HttpStatusCode.Accepted, TimeSpan.FromSeconds(10), Cancellation);
    }

    private static async Task<IReadOnlyList<HttpResponseMessage>> SendAsync(HooksWorld world, int count, string secret)
    {
        var answers = new List<HttpResponseMessage>();
        for (var number = 0; number < count; number++)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(world.Told($"{number}", "Hola"));
            answers.Add(await world.SendAsync(HttpMethod.Post, world.Path(), body, secret, Cancellation));
        }

        return answers;
    }
}
