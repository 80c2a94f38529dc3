using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chasqui.Lab;

/// <summary>An answer over HTTP.</summary>
internal sealed record LabAnswer(int Status, string Body, string ContentType = "application/json")
{
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>One more header.</summary>
    public (string Name, string Value)? Header { get; init; }
}

/// <summary>A carrier that is spoken to over HTTP, on a port of this machine.</summary>
internal abstract class HttpSimulator : ISimulator
{
    private readonly SilentListener _silent = new();
    private WebApplication? _app;

    public abstract string Kind { get; }

    public abstract string Instructions { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Another host of the carrier's, as far as credentials are concerned: where its files lie.</summary>
    public Uri StorageAddress { get; private set; } = new("http://127.0.0.1");

    /// <summary>By https, because a plain connection begins to send as soon as the system has taken it.</summary>
    public Uri SilentAddress => new($"https://127.0.0.1:{_silent.Port}");

    public Script Script { get; } = new();

    public Ledger Ledger { get; } = new();

    public Uri Hook { get; set; } = new("http://127.0.0.1:8080/hooks");

    public abstract Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken);

    public abstract Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _silent.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Answers one request, whose body has been read.</summary>
    protected abstract Task HandleAsync(HttpContext context, string body);

    /// <param name="port">0 takes any free one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    protected async Task ListenAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, port);
            options.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            await HandleAsync(context, body);
        });
        await _app.StartAsync(cancellationToken);
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Address = new Uri(addresses!.Addresses.First());
        StorageAddress = new Uri(addresses.Addresses.Last());
    }

    /// <summary>Does with a submission what the script says.</summary>
    /// <param name="context">The request.</param>
    /// <param name="take">The message as it goes into the books.</param>
    /// <param name="accepted">What the carrier says when it took it.</param>
    /// <param name="rejected">What it says when it refuses, by code.</param>
    /// <param name="throttled">What it says when this is too fast.</param>
    protected async Task PlayAsync(
        HttpContext context, Func<LabMessage> take, Func<LabMessage, LabAnswer> accepted, Func<string, LabAnswer> rejected, Func<TimeSpan?, LabAnswer> throttled)
    {
        switch (Script.Take())
        {
            case Behaviour.Reject(var code):
                await AnswerAsync(context, rejected(code));
                break;
            case Behaviour.Throttle(var retryAfter):
                await AnswerAsync(context, throttled(retryAfter));
                break;
            case Behaviour.Hang(var taken):
                if (taken)
                    Ledger.Add(take());
                await HangAsync(context);
                break;
            case Behaviour.Reset(var taken):
                if (taken)
                    Ledger.Add(take());
                context.Abort();
                break;
            case Behaviour.Babble:
                Ledger.Add(take());
                await AnswerAsync(context, new LabAnswer(200, "<html><body>It works!</body></html>", "text/html"));
                break;
            default:
                var message = take();
                Ledger.Add(message);
                await AnswerAsync(context, accepted(message));
                break;
        }
    }

    protected static async Task AnswerAsync(HttpContext context, LabAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (answer.Header is { } header)
            context.Response.Headers[header.Name] = header.Value;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body), context.RequestAborted);
    }

    private static async Task HangAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
