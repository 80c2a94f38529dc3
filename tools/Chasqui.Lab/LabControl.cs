using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chasqui.Lab;

/// <summary>
/// Lets a person, or a browser test, drive a simulator that runs by hand: GET /messages, POST /inbound {from,to,text},
/// POST /behaviour {word,code,seconds,count}, POST /receipt {index,state,code}. Receipts come by themselves unless turned off.
/// </summary>
internal sealed class LabControl(ISimulator simulator, bool automaticReceipts) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly LabCaller _caller = new();
    private readonly CancellationTokenSource _stop = new();
    private WebApplication? _app;
    private Task _receipts = Task.CompletedTask;

    public async Task StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGet("/messages", () => Results.Json(simulator.Ledger.Messages, Json));
        // As delegates with an answer: taken for plain request handlers, what they return would be dropped.
        _app.MapPost("/inbound", (Delegate)InboundAsync);
        _app.MapPost("/behaviour", (Delegate)BehaveAsync);
        _app.MapPost("/receipt", (Delegate)ReceiptAsync);
        await _app.StartAsync(cancellationToken);
        if (automaticReceipts)
            _receipts = TellAllAsync(_stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receipts;
        if (_app is not null)
            await _app.DisposeAsync();
        _caller.Dispose();
        _stop.Dispose();
    }

    private async Task<IResult> InboundAsync(HttpContext context)
    {
        var text = await context.Request.ReadFromJsonAsync<LabText>(Json, context.RequestAborted);
        return Results.Json(await CallAsync(await simulator.BringAsync(text!, context.RequestAborted), context.RequestAborted), Json);
    }

    private async Task<IResult> BehaveAsync(HttpContext context)
    {
        var asked = (await context.Request.ReadFromJsonAsync<BehaviourRequest>(Json, context.RequestAborted))!;
        Behaviour? behaviour = asked.Word switch
        {
            "accept" => new Behaviour.Accept(),
            "reject" => new Behaviour.Reject(asked.Code ?? ""),
            "throttle" => new Behaviour.Throttle(asked.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
            "hang" => new Behaviour.Hang(),
            "babble" => new Behaviour.Babble(),
            "reset" => new Behaviour.Reset(),
            _ => null,
        };
        if (behaviour is null)
            return Results.BadRequest("word: accept, reject, throttle, hang, babble or reset");
        if (asked.Count is not { } count)
            simulator.Script.Otherwise = behaviour;
        for (var i = 0; i < asked.Count; i++)
            simulator.Script.Next(behaviour);
        return Results.NoContent();
    }

    private async Task<IResult> ReceiptAsync(HttpContext context)
    {
        var asked = (await context.Request.ReadFromJsonAsync<ReceiptRequest>(Json, context.RequestAborted))!;
        var messages = simulator.Ledger.Messages;
        if (asked.Index < 0 || asked.Index >= messages.Count)
            return Results.NotFound();
        var calls = await simulator.TellAsync(messages[asked.Index], asked.State, asked.Code, context.RequestAborted);
        return Results.Json(await CallAsync(calls, context.RequestAborted), Json);
    }

    private async Task TellAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var told = 0; ; told++)
            {
                var messages = await simulator.Ledger.WaitAsync(told + 1, cancellationToken);
                foreach (var state in (string[])["sent", "delivered"])
                    await CallAsync(await simulator.TellAsync(messages[told], state, null, cancellationToken), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The lab closes.
        }
    }

    private async Task<List<int>> CallAsync(IReadOnlyList<LabCall> calls, CancellationToken cancellationToken)
    {
        var answers = new List<int>();
        foreach (var call in calls)
        {
            try
            {
                answers.Add(await _caller.CallAsync(call, cancellationToken));
            }
            catch (HttpRequestException)
            {
                answers.Add(0); // the product is away; a carrier would come back later, a person sees the 0 and asks again
            }
        }

        return answers;
    }

    private sealed record BehaviourRequest(string Word, string? Code, double? Seconds, int? Count);

    private sealed record ReceiptRequest(int Index, string State, string? Code);
}
