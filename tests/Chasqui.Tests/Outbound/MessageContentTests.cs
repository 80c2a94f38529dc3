using System.Net;
using Chasqui.Accounts;
using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Outbound;

/// <summary>Pictures, templates and choices from the request to the provider; WhatsApp's window; which sender is meant when none is named.</summary>
public sealed class MessageContentTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string InboundSql =
        """
        INSERT INTO message (business_unit_id, id, direction, number, sender_id, author_kind, text, encoding, parts, state, created_at, state_changed_at)
        VALUES (@unit, @id, 'in', @number, @sender, 'contact', 'Hola', 'gsm7', 1, 'received', @at, @at)
        """;

    private const string ImportSql =
        """
        WITH file AS (
            INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, state, created_at, heartbeat_at)
            VALUES (@unit, @import, 'messages', @dialer, 'a.csv', 'processing', now(), now())
        )
        INSERT INTO import_row (business_unit_id, import_id, line, number, text, dialer_id)
        SELECT @unit, @import, line, number, 'Hola', @dialer FROM unnest(@numbers::text[]) WITH ORDINALITY AS contact (number, line)
        """;

    private static readonly object Picture = new { url = "https://files.example/a.jpg", contentType = "image/jpeg", fileName = "a.jpg" };
    private static readonly object Approved = new { name = "reminder", language = "es_UY", parameters = new[] { "Ana" } };

    private OutboundWorld _world = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await OutboundWorld.StartAsync(postgres, Cancel);
        _client = await _world.Node.ApiClientAsync(_world.Unit, [ApiScope.Send, ApiScope.Read], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.ShouldBeConservedAsync(CancellationToken.None);
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task A_picture_needs_no_text_and_a_sender_that_sends_pictures()
    {
        var message = new { to = _world.NewNumber().Value, senderId = _world.Sender, media = new[] { Picture } };
        (await SendAsync(message)).Verdict.ShouldBe(Verdict.SenderCannotMedia);
        (await CheckAsync(message)).Verdict.ShouldBe(Verdict.SenderCannotMedia);

        await _world.ExecuteAsync("UPDATE sender SET mms = true", null, Cancel);
        (await CheckAsync(message)).Verdict.ShouldBe(Verdict.Allowed);
        var sent = await SendAsync(message);
        await _world.UntilAsync(sent.Id, DeliveryState.Accepted, Cancel);
        var handed = _world.Carrier.Ledger.ShouldHaveSingleItem();
        handed.Medium.ShouldBe(Medium.Sms);
        var media = handed.Media.ShouldHaveSingleItem();
        (media.Url.AbsoluteUri, media.ContentType, media.FileName).ShouldBe(("https://files.example/a.jpg", "image/jpeg", "a.jpg"));
        (await _client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", Cancel)).Message.Content.ShouldNotBeNull()
            .Media.ShouldHaveSingleItem().ContentType.ShouldBe("image/jpeg");
    }

    [Fact]
    public async Task Whatsapp_takes_free_text_for_a_day_after_the_contact_wrote_and_a_template_always()
    {
        await BeWhatsAppAsync(_world.Sender);
        var (fresh, stale) = (_world.NewNumber(), _world.NewNumber());
        await HearAsync(fresh, _world.Sender, TimeSpan.FromHours(23.9));
        await HearAsync(stale, _world.Sender, TimeSpan.FromHours(24.1));
        var check = await CheckAsync(new { to = stale.Value, text = "Hola" });
        check.Verdict.ShouldBe(Verdict.WhatsAppWindowClosed);
        check.Sentence.ShouldContain("template");
        (await SendAsync(new { to = stale.Value, text = "Hola" })).Verdict.ShouldBe(Verdict.WhatsAppWindowClosed);
        var choices = new { choices = new[] { new { id = "1", title = "Sí" } } };
        (await CheckAsync(new { to = stale.Value, text = "¿Viene?", interactive = choices })).Verdict.ShouldBe(Verdict.WhatsAppWindowClosed);

        var sent = new[]
        {
            await SendAsync(new { to = fresh.Value, text = "Hola" }),
            await SendAsync(new { to = fresh.Value, text = "¿Viene?", interactive = choices }),
            await SendAsync(new { to = stale.Value, template = Approved }),
        };
        foreach (var message in sent)
            await _world.UntilAsync(message.Id, DeliveryState.Accepted, Cancel);
        _world.Carrier.Ledger.ShouldAllBe(message => message.Medium == Medium.WhatsApp);
        var template = _world.Carrier.Ledger.Single(message => message.Id == sent[2].Id).Template.ShouldNotBeNull();
        (template.Name, template.Language, template.Parameters.ShouldHaveSingleItem()).ShouldBe(("reminder", "es_UY", "Ana"));
        _world.Carrier.Ledger.Single(message => message.Id == sent[1].Id).Interactive.ShouldNotBeNull()
            .Choices.ShouldHaveSingleItem().Title.ShouldBe("Sí");
    }

    [Fact]
    public async Task A_text_that_the_window_shuts_out_goes_with_the_fallback_number()
    {
        var whatsApp = await _world.AddSenderAsync(1000, Cancel);
        await BeWhatsAppAsync(whatsApp);
        await _world.ExecuteAsync("UPDATE sender SET fallback_sender_id = @sms WHERE id = @whatsApp", new { sms = _world.Sender, whatsApp }, Cancel);
        var message = new { to = _world.NewNumber().Value, text = "Hola", senderId = whatsApp };
        var check = await CheckAsync(message);
        (check.Verdict, check.SenderId).ShouldBe((Verdict.Allowed, _world.Sender));
        var sent = await SendAsync(message);
        await _world.UntilAsync(sent.Id, DeliveryState.Accepted, Cancel);
        _world.Carrier.Ledger.ShouldHaveSingleItem().Medium.ShouldBe(Medium.Sms);
        var shown = (await _client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", Cancel)).Message;
        (shown.SenderId, shown.IntendedSenderId).ShouldBe((_world.Sender, (SenderId?)whatsApp));
    }

    [Fact]
    public async Task What_only_whatsapp_can_do_is_refused_elsewhere()
    {
        var to = _world.NewNumber().Value;
        (await CheckAsync(new { to, template = Approved })).Verdict.ShouldBe(Verdict.NeedsWhatsApp);
        var choices = new { choices = new[] { new { id = "1", title = "Sí" } } };
        (await CheckAsync(new { to, text = "¿Viene?", interactive = choices })).Verdict.ShouldBe(Verdict.NeedsWhatsApp);
        (await CheckAsync(new { to, text = "Hola, Ana", template = Approved })).Verdict.ShouldBe(Verdict.Allowed);
    }

    [Fact]
    public async Task What_is_wrong_with_it_is_told_by_member()
    {
        var to = _world.NewNumber().Value;
        await InvalidAsync(new { to }, "text");
        await InvalidAsync(new { to, media = new[] { new { url = "file:///etc/passwd", contentType = "image/jpeg" } } }, "media");
        await InvalidAsync(new { to, media = new[] { new { url = "https://files.example/a", contentType = "picture" } } }, "media");
        await InvalidAsync(new { to, template = new { name = "", language = "es" } }, "template");
        var four = Enumerable.Range(1, 4).Select(number => new { id = $"{number}", title = $"{number}" }).ToArray();
        await InvalidAsync(new { to, text = "?", interactive = new { choices = four } }, "interactive");
        await InvalidAsync(new { to, interactive = new { choices = four[..2] } }, "text");
    }

    [Fact]
    public async Task An_import_is_judged_by_the_same_window()
    {
        await BeWhatsAppAsync(_world.Sender);
        var dialer = await _world.AddDialerAsync(_world.Sender, running: false, gap: 0, schedule: "[]", Cancel);
        var (fresh, stranger) = (_world.NewNumber(), _world.NewNumber());
        await HearAsync(fresh, _world.Sender, TimeSpan.FromHours(1));
        (await ImportAsync(dialer, fresh, stranger)).ShouldBe(new ImportedCounts(1, 1));
        (await _world.QueryAsync<string>("SELECT verdict FROM message WHERE state = 'blocked'", null, Cancel)).ShouldBe("whatsAppWindowClosed");

        var sms = await _world.AddSenderAsync(1000, Cancel);
        await _world.ExecuteAsync("UPDATE sender SET fallback_sender_id = @sms WHERE id = @sender", new { sms, sender = _world.Sender }, Cancel);
        (await ImportAsync(dialer, _world.NewNumber())).ShouldBe(new ImportedCounts(1, 0));
        (await _world.QueryAsync<SenderId>("SELECT sender_id FROM message WHERE intended_sender_id IS NOT NULL", null, Cancel)).ShouldBe(sms);
        (await _world.QueryAsync<long>("SELECT count(*) FROM outbox WHERE sender_id = @sms", new { sms }, Cancel)).ShouldBe(1);
    }

    [Fact]
    public async Task A_dialer_s_dial_string_goes_with_its_messages()
    {
        var dialer = await _world.AddDialerAsync(Cancel);
        await _world.ExecuteAsync("UPDATE dialer SET dial_string = '(0.3)'", null, Cancel);
        var id = (await _world.EnqueueAsync(_world.NewMessage(dialer), Cancel)).Id;
        await _world.UntilAsync(id, DeliveryState.Accepted, Cancel);
        _world.Carrier.Ledger.ShouldHaveSingleItem().DialString.ShouldBe("(0.3)");
    }

    [Fact]
    public async Task Who_is_known_by_a_number_keeps_it_and_others_get_the_global_one()
    {
        var (second, global) = (await _world.AddSenderAsync(1000, Cancel), await _world.AddSenderAsync(1000, Cancel));
        await _world.ExecuteAsync("UPDATE sender SET global_outbound = true WHERE id = @global", new { global }, Cancel);
        var to = _world.NewNumber();
        (await SenderOfAsync(to)).ShouldBe(global);
        await HearAsync(to, second, TimeSpan.Zero);
        (await SenderOfAsync(to)).ShouldBe(second);

        // While it cannot send, the one before it does.
        await _world.ExecuteAsync("UPDATE sender SET enabled = false WHERE id = @second", new { second }, Cancel);
        (await SenderOfAsync(to)).ShouldBe(global);
        await _world.ExecuteAsync("UPDATE sender SET enabled = true WHERE id = @second", new { second }, Cancel);

        // What fell over to another was meant to come from the first.
        await _world.ExecuteAsync(
            "UPDATE message SET sender_id = @other, intended_sender_id = @second WHERE number = @number",
            new { other = _world.Sender, second, number = to.Value }, Cancel);
        (await SenderOfAsync(to)).ShouldBe(second);
    }

    private async Task<SenderId> SenderOfAsync(PhoneNumber to)
    {
        var check = await CheckAsync(new { to = to.Value, text = "Hola" });
        var sent = await SendAsync(new { to = to.Value, text = "Hola" });
        await _world.UntilAsync(sent.Id, DeliveryState.Accepted, Cancel);
        var sender = (await _client.ReadAsync<MessageDetails>($"/api/v1/messages/{sent.Id.Value}", Cancel)).Message.SenderId;
        check.SenderId.ShouldBe(sender);
        return sender;
    }

    private Task BeWhatsAppAsync(SenderId sender) => _world.ExecuteAsync("UPDATE sender SET kind = 'whatsApp' WHERE id = @sender", new { sender }, Cancel);

    private Task HearAsync(PhoneNumber number, SenderId sender, TimeSpan ago)
    {
        var at = TimeProvider.System.GetUtcNow() - ago;
        return _world.ExecuteAsync(
            InboundSql, new { unit = _world.Unit, id = Guid.CreateVersion7(at), number = number.Value, sender, at }, Cancel);
    }

    private async Task<ImportedCounts> ImportAsync(DialerId dialer, params PhoneNumber[] numbers)
    {
        var import = Id.New<ImportId>(TimeProvider.System);
        await _world.ExecuteAsync(
            ImportSql, new { unit = _world.Unit, import, dialer, numbers = numbers.Select(number => number.Value).ToArray() }, Cancel);
        await using var tx = await _world.Database.BeginAsync(_world.Unit, Cancel);
        var counts = await _world.Node.Service<Outbox>().EnqueueImportedAsync(tx, _world.Unit, import, 1, numbers.Length, Cancel);
        await tx.CommitAsync(Cancel);
        return counts;
    }

    private async Task<SentMessage> SendAsync(object message) =>
        await (await _client.PostAsync("/api/v1/messages", message, Cancel)).ShouldBeAsync<SentMessage>(HttpStatusCode.Accepted, Cancel);

    private async Task<MessageVerdict> CheckAsync(object message) =>
        await (await _client.PostAsync("/api/v1/messages/check", message, Cancel)).ShouldBeAsync<MessageVerdict>(HttpStatusCode.OK, Cancel);

    private async Task InvalidAsync(object message, string member)
    {
        var problem = await (await _client.PostAsync("/api/v1/messages", message, Cancel))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid", Cancel);
        problem.GetProperty("errors").TryGetProperty(member, out _).ShouldBeTrue(problem.ToString());
    }
}
