using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chasqui.Hosting;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Providers.Network;
using Chasqui.Senders.Health;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Chasqui.Hooks;

/// <summary>
/// GET and POST /hooks/{kind}/{providerId}/{topic}: (1) not too many from one place, (2) the body as it came, (3) whose account, (4) its
/// kind verifies and reads it, (5) stored and done, (6) answered. Whatever is wrong with who sent it gets one and the same 401.
/// </summary>
internal sealed partial class ReceiveHook(
    HookAccounts accounts, HookIntake intake, HookEvents events, HookRates rates, HealthTally health, IOptions<ChasquiOptions> hosting, TimeProvider time,
    IHostApplicationLifetime lifetime, ILogger<ReceiveHook> logger)
{
    /// <summary>Three megabytes: the largest batch a carrier sends, Meta's, has this limit.</summary>
    public const int MaxBody = 3 * 1024 * 1024;

    private const int LongestTopic = 512;
    private const int LongestKey = 200;
    private const int LongestType = 200;
    private const string BadSignature =
        "Calls to its hook address have a wrong signature: compare the secret, and Chasqui:PublicUrl with the address the carrier calls.";
    private const string Refusal = "The signature of this request is missing or wrong.\n";

    public async Task<IResult> HandleAsync(HttpContext context, string kind, string providerId, string? topic)
    {
        // 1. and 2.
        var from = context.Connection.RemoteIpAddress;
        if (rates.Enter(from) is { } pause)
            return TooMany(context, pause);
        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, "bodyTooLarge", "The request's body is larger than this address takes.");

        // 3. and 4. From here on the caller's hanging up changes nothing.
        HookAccount? account = null;
        topic ??= "";
        try
        {
            if (Guid.TryParse(providerId, out var id) && topic.Length <= LongestTopic && !topic.Any(char.IsControl))
                account = await accounts.FindAsync(kind, ProviderId.From(id), lifetime.ApplicationStopping);
        }
        catch (Exception outage) when (outage is NpgsqlException or OperationCanceledException)
        {
            return Unavailable(context);
        }

        var now = time.GetUtcNow();
        var answer = account is null ? new WebhookAnswer.BadSignature() : Judge(account, Request(context, topic, body), now);

        // 5. and 6.
        switch (answer)
        {
            case WebhookAnswer.Taken taken:
                if (rates.Enter(account!.Account.Id) is { } rest)
                    return TooMany(context, rest);
                if (!await intake.TakeAsync(Event(context.Request, account, topic, body, taken, now)))
                    return Unavailable(context);
                return Results.Text(taken.Body, taken.ContentType, Encoding.UTF8, taken.Status);
            case WebhookAnswer.NotUnderstood puzzle:
                await KeepAsync(Event(context.Request, account!, topic, body, new WebhookAnswer.Taken(), now), puzzle.Sentence);
                return Problems.Of(StatusCodes.Status400BadRequest, "hookNotUnderstood",
                    "The request is not of the form this carrier documents; it was kept.");
            default:
                if (account is not null)
                    health.HookRefused(account.Account.Id, BadSignature);
                return rates.Refuse(from) is { } wait
                    ? TooMany(context, wait)
                    : Results.Text(Refusal, "text/plain", Encoding.UTF8, StatusCodes.Status401Unauthorized);
        }
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBody)
            return null;
        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 1024) + 1);
        int read;
        while ((read = await request.Body.ReadAsync(body.GetMemory(1024), cancellationToken)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > MaxBody)
                return null;
        }

        return body.WrittenSpan.ToArray();
    }

    private WebhookRequest Request(HttpContext context, string topic, byte[] body) => new()
    {
        Method = context.Request.Method,
        Url = Address(context),
        Topic = topic,
        Headers = context.Request.Headers.ToFrozenDictionary(
            header => header.Key, header => string.Join(',', header.Value.ToArray()), StringComparer.OrdinalIgnoreCase),
        Body = body,
        From = context.Connection.RemoteIpAddress,
    };

    // The address as the carrier wrote it, octet by octet: decoding and encoding it again would break its signature.
    private Uri Address(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
            target = $"{context.Request.Path.ToUriComponent()}{context.Request.QueryString}";
        var publicUrl = hosting.Value.PublicUrl?.OriginalString.TrimEnd('/') ?? "http://public-url-is-not-configured.invalid";
        return new Uri(publicUrl + target, UriKind.Absolute);
    }

    private WebhookAnswer Judge(HookAccount account, WebhookRequest request, DateTimeOffset now)
    {
        try
        {
            return account.Receiver.Receive(request, account.Account, now);
        }
        catch (Exception fault)
        {
            Log.Unreadable(logger, fault, account.Kind, account.Account.Id.Value);
            return new WebhookAnswer.NotUnderstood($"Reading it failed with {fault.GetType().Name}.");
        }
    }

    private static HookEvent Event(
        HttpRequest request, HookAccount account, string topic, byte[] body, WebhookAnswer.Taken taken, DateTimeOffset now)
    {
        // Gateways that cannot sign carry their key in the address: it is not kept.
        var redaction = WireRedaction.For(account.Account, about: null);
        return new HookEvent
        {
            BusinessUnitId = account.Account.BusinessUnitId,
            Id = Guid.CreateVersion7(now),
            ProviderId = account.Account.Id,
            Topic = redaction.Apply(topic),
            ReceivedAt = now,
            Method = request.Method,
            Query = redaction.Apply(request.QueryString.Value ?? ""),
            ContentType = request.ContentType is { } type ? type[..Math.Min(type.Length, LongestType)] : null,
            Body = body,
            ReplayKey = taken.ReplayKey is { Length: > 0 } key ? Key(key) : null,
            Tidings = new HookTidings { Messages = [.. taken.Messages.Select(message => message with { ToldAt = now })], Reports = taken.Reports },
        };
    }

    private static string Key(string given) => given.Length <= LongestKey && !given.Any(char.IsControl)
        ? given
        : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private async Task KeepAsync(HookEvent puzzle, string sentence)
    {
        Log.NotUnderstood(logger, puzzle.ProviderId.Value, puzzle.Id);
        try
        {
            await events.StoreFailedAsync(puzzle, sentence, lifetime.ApplicationStopping);
        }
        catch (Exception outage) when (outage is NpgsqlException or OperationCanceledException)
        {
            Log.NotKept(logger, outage, puzzle.ProviderId.Value);
        }
    }

    private static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "tooManyRequests", "Too many requests at once; send it again after Retry-After.");
    }

    private static ProblemHttpResult Unavailable(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "10";
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "databaseUnavailable", "This cannot be stored now; send it again.");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Reading a webhook of kind {Kind} for provider {ProviderId} failed; it is kept")]
        public static partial void Unreadable(ILogger logger, Exception exception, string kind, Guid providerId);

        [LoggerMessage(2, LogLevel.Warning, "Provider {ProviderId} sent a webhook that is not understood; it is kept as event {EventId}")]
        public static partial void NotUnderstood(ILogger logger, Guid providerId, Guid eventId);

        [LoggerMessage(3, LogLevel.Warning, "A webhook of provider {ProviderId} that is not understood could not be kept")]
        public static partial void NotKept(ILogger logger, Exception exception, Guid providerId);
    }
}
