using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Hooks;

public sealed class ReceiveHookTests(PostgresFixture postgres) : IAsyncLifetime
{
    private HooksWorld _world = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await HooksWorld.StartAsync(
        postgres, Cancellation, ("Chasqui:Hooks:RefusedPerMinute", "1000"), ("Chasqui:Hooks:RedoAfter", "00:00:00"), ("Chasqui:Hooks:SweepEvery", "00:10:00"));

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_genuine_request_is_kept_done_and_answered_as_its_kind_says()
    {
        var answer = await _world.TellAsync(_world.Told("one", "Hola", "¿Qué tal?\0"), Cancellation);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/xml");
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("<Response/>");
        (await _world.TextsAsync(Cancellation)).ShouldBe(["Hola", "¿Qué tal?"]);
        (await _world.QueryAsync<string>(
            "SELECT state || ' ' || topic || ' ' || method || ' ' || content_type || ' ' || (tidings IS NULL)::text FROM webhook_event", Cancellation))
            .ShouldBe("done status POST application/x-www-form-urlencoded true");
        JsonSerializer.Deserialize<SignedBody>(await _world.QueryAsync<byte[]>("SELECT body FROM webhook_event", Cancellation))!
            .Texts.ShouldBe(["Hola", "¿Qué tal?\0"]);
    }

    [Fact]
    public async Task A_report_finds_its_part()
    {
        var part = $"part-{Guid.CreateVersion7()}";
        (await _world.TellAsync(new SignedBody { Delivered = [part] }, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await _world.QueryAsync<string>("SELECT provider_message_id || ' ' || state FROM delivery_event", Cancellation)).ShouldBe($"{part} delivered");
    }

    [Fact]
    public async Task Whatever_is_wrong_with_who_sent_it_gets_the_very_same_401()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(_world.Told("forged", "Hola"));
        var other = await _world.AddProviderAsync("another-secret", Cancellation);
        var good = SignedKind.Sign(HooksWorld.Secret, HooksWorld.PublicUrl + _world.Path(), body);
        var stranger = $"/hooks/signed/{Guid.CreateVersion7()}/status";
        (string Path, byte[] Body, string? Signature)[] attempts =
        [
            (_world.Path(), body, null),
            (_world.Path(), body, "wrong"),
            (_world.Path(), [.. body, (byte)' '], good),
            (_world.Path("other"), body, good),
            (_world.Path() + "?a=b", body, good),
            (_world.Path(provider: other), body, good),
            (_world.Path(provider: other), body, SignedKind.Sign(HooksWorld.Secret, HooksWorld.PublicUrl + _world.Path(provider: other), body)),
            (_world.Path(), body, SignedKind.Sign(HooksWorld.Secret, _world.Server.Address.ToString().TrimEnd('/') + _world.Path(), body)),
            (stranger, body, SignedKind.Sign(HooksWorld.Secret, HooksWorld.PublicUrl + stranger, body)),
            (_world.Path().Replace("/signed/", "/simulator/", StringComparison.Ordinal), body, good),
            (_world.Path().Replace("/signed/", "/unheard-of/", StringComparison.Ordinal), body, good),
            ("/hooks/signed/1/status", body, good),
            (_world.Path("%0A"), body, good),
            (_world.Path(new string('a', 100)), body, good),
        ];

        var answers = new List<string>();
        foreach (var (path, sent, signature) in attempts)
        {
            using var answer = await _world.SendSignedAsync(HttpMethod.Post, path, sent, signature, Cancellation);
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date")
                .Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal);
            answers.Add($"{answer.StatusCode}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Cancellation)}");
        }

        answers.Distinct().Count().ShouldBe(1, string.Join("\n\n", answers.Distinct()));
        answers[0].ShouldStartWith("Unauthorized");
        (await _world.QueryAsync<long>("SELECT count(*) FROM webhook_event", Cancellation)).ShouldBe(0);
        (await _world.TextsAsync(Cancellation)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the same key")]
    public async Task The_same_request_five_times_at_once_changes_as_much_as_once(string? replayKey)
    {
        var told = _world.Told("same", "one", "two") with { ReplayKey = replayKey, Delivered = ["part"] };

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _world.TellAsync(told, Cancellation)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Accepted);
        await Poll.UntilAsync(() => _world.TextsAsync(Cancellation), texts => texts.Count == 2, TimeSpan.FromSeconds(10), Cancellation);
        (await _world.TellAsync(told, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await _world.TextsAsync(Cancellation)).ShouldBe(["one", "two"]);
        (await _world.QueryAsync<long>("SELECT count(*) FROM webhook_event WHERE state <> 'done'", Cancellation)).ShouldBe(0);
        (await _world.QueryAsync<long>("SELECT count(*) FROM webhook_event", Cancellation)).ShouldBe(replayKey is null ? 6 : 1);
    }

    [Fact]
    public async Task What_is_genuine_and_not_understood_is_kept_with_its_fault()
    {
        (await _world.SendAsync(HttpMethod.Post, _world.Path(), "no json"u8.ToArray(), HooksWorld.Secret, Cancellation))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _world.SendAsync(HttpMethod.Post, _world.Path("boom"), "poison"u8.ToArray(), HooksWorld.Secret, Cancellation))
            .StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await _world.ListAsync<string>("SELECT state || ' ' || topic || ' ' || fault || ' ' || convert_from(body, 'UTF8') FROM webhook_event ORDER BY id", Cancellation))
            .ShouldBe(["failed status It is no JSON. no json", "failed boom Reading it failed with InvalidOperationException. poison"]);
    }

    [Fact]
    public async Task A_handshake_is_answered_with_its_challenge()
    {
        using var answer = await _world.SendAsync(HttpMethod.Get, _world.Path("") + "?hub.mode=subscribe", [], HooksWorld.Secret, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("challenge");
    }

    [Fact]
    public async Task Voice_events_are_kept()
    {
        (await _world.SendAsync(HttpMethod.Post, _world.Path("voice"), "CallSid=CA1"u8.ToArray(), HooksWorld.Secret, Cancellation)).EnsureSuccessStatusCode();
        (await _world.QueryAsync<string>("SELECT topic || ' ' || state || ' ' || convert_from(body, 'UTF8') FROM webhook_event", Cancellation))
            .ShouldBe("voice done CallSid=CA1");
    }

    [Fact]
    public async Task A_key_in_the_address_is_not_kept()
    {
        var path = _world.Path($"status/{HooksWorld.Secret}") + $"?key={HooksWorld.Secret}&id=7";
        (await _world.SendAsync(HttpMethod.Post, path, "{}"u8.ToArray(), HooksWorld.Secret, Cancellation)).EnsureSuccessStatusCode();
        (await _world.QueryAsync<string>("SELECT topic || ' ' || query FROM webhook_event", Cancellation)).ShouldBe("status/*** ?key=***&id=7");
    }

    [Fact]
    public async Task Twilio_reaches_us_behind_a_proxy_and_a_stranger_with_its_words_does_not()
    {
        var id = await _world.Seed.ProviderAsync(Cancellation, "twilio");
        await _world.Seed.ExecuteAsync(
            """UPDATE provider SET settings = '{"accountSid": "AC1", "authToken": "twilios-token"}' WHERE id = @id""", new { id }, Cancellation);
        await _world.Seed.SenderAsync(Cancellation, id, "+59829001234");
        var path = $"/hooks/twilio/{id.Value}";
        const string Parameters = "BodyHola a todosFrom+59899123457MessageSidSM1To+59829001234";
        var signature = Convert.ToBase64String(CryptographicOperations.HmacData(
            HashAlgorithmName.SHA1, "twilios-token"u8.ToArray(), Encoding.UTF8.GetBytes(HooksWorld.PublicUrl + path + Parameters)));

        async Task<HttpStatusCode> CallAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["MessageSid"] = "SM1",
                ["From"] = "+59899123457",
                ["To"] = "+59829001234",
                ["Body"] = "Hola a todos",
            });
            request.Headers.Add("X-Twilio-Signature", token);
            return (await _world.Server.Client().SendAsync(request, Cancellation)).StatusCode;
        }

        (await CallAsync(signature)).ShouldBe(HttpStatusCode.OK);
        (await CallAsync(signature)).ShouldBe(HttpStatusCode.OK);
        (await CallAsync(Convert.ToBase64String(new byte[20]))).ShouldBe(HttpStatusCode.Unauthorized);
        (await _world.TextsAsync(Cancellation)).ShouldBe(["Hola a todos"]);
    }

    [Fact]
    public async Task Three_megabytes_are_read_and_more_are_not()
    {
        var full = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(_world.Told("large", "Hola")).PadRight(ReceiveHook.MaxBody));
        (await _world.SendAsync(HttpMethod.Post, _world.Path(), full, HooksWorld.Secret, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        (await _world.SendAsync(HttpMethod.Post, _world.Path(), [.. full, (byte)' '], HooksWorld.Secret, Cancellation))
            .StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task What_a_dead_server_left_half_done_is_done_by_the_next_sweep()
    {
        var told = new HookEvent
        {
            BusinessUnitId = _world.Unit,
            Id = Guid.CreateVersion7(),
            ProviderId = _world.Provider,
            Topic = "",
            ReceivedAt = _world.Server.Clock.GetUtcNow(),
            Method = "POST",
            Query = "",
            Body = [],
            Tidings = new HookTidings
            {
                Messages = [new() { ProviderMessageId = "left", From = "+59899123456", To = _world.Address, Text = "Hola" }],
                Reports = [new() { ProviderMessageId = "part", State = DeliveryState.Delivered, At = _world.Server.Clock.GetUtcNow() }],
            },
        };
        await _world.Server.Service<HookEvents>().StoreAsync(told, Cancellation);

        (await _world.Server.Service<HookWorker>().SweepAsync(Cancellation)).ShouldBe(1);

        (await _world.TextsAsync(Cancellation)).ShouldBe(["Hola"]);
        (await _world.QueryAsync<string>("SELECT provider_message_id FROM delivery_event", Cancellation)).ShouldBe("part");
        (await _world.QueryAsync<string>("SELECT state FROM webhook_event", Cancellation)).ShouldBe("done");
        (await _world.Server.Service<HookWorker>().SweepAsync(Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task After_a_week_requests_are_dropped()
    {
        (await _world.TellAsync(_world.Told("old", "Hola"), Cancellation)).EnsureSuccessStatusCode();
        (await _world.Server.Service<HookEvents>().DropOldAsync(Cancellation)).ShouldBe(0);

        _world.Server.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));

        (await _world.Server.Service<HookEvents>().DropOldAsync(Cancellation)).ShouldBe(1);
    }
}
