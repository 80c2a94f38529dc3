using System.Globalization;
using System.Runtime.InteropServices;
using Chasqui.Lab.Dinstar;
using Chasqui.Lab.DinstarWeb;
using Chasqui.Lab.Dongle;
using Chasqui.Lab.GenericHttp;
using Chasqui.Lab.Kannel;
using Chasqui.Lab.Smpp;
using Chasqui.Lab.Twilio;
using Chasqui.Lab.Vonage;
using Chasqui.Lab.WhatsApp;

namespace Chasqui.Lab;

/// <summary>Runs one simulator by hand: Chasqui.Lab twilio [--port 9100] [--hook http://…/hooks/twilio/{id}] [--receipts none].</summary>
internal static class Program
{
    private static readonly SortedDictionary<string, Func<int, CancellationToken, Task<ISimulator>>> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [SmppSimulator.Word] = SmppSimulator.StartAsync,
        [AsteriskSimulator.Word] = AsteriskSimulator.StartAsync,
        [DinstarSimulator.Word] = async (port, cancellationToken) => await DinstarSimulator.StartAsync(port, cancellationToken),
        [DinstarWebSimulator.Word] = async (port, cancellationToken) => await DinstarWebSimulator.StartAsync(port, cancellationToken),
        [HttpCarrierSimulator.Word] = async (port, cancellationToken) => await HttpCarrierSimulator.StartAsync(port, cancellationToken),
        [KannelSimulator.Word] = async (port, cancellationToken) => await KannelSimulator.StartAsync(port, cancellationToken),
        [QualitySimulator.Word] = async (port, cancellationToken) => await QualitySimulator.StartAsync(port, cancellationToken),
        [TwilioSimulator.Word] = async (port, cancellationToken) => await TwilioSimulator.StartAsync(port, cancellationToken),
        [VonageSimulator.Word] = async (port, cancellationToken) => await VonageSimulator.StartAsync(port, messages: false, cancellationToken),
        ["vonageMessages"] = async (port, cancellationToken) => await VonageSimulator.StartAsync(port, messages: true, cancellationToken),
        [WhatsAppSimulator.Word] = async (port, cancellationToken) => await WhatsAppSimulator.StartAsync(port, cancellationToken),
    };

    public static async Task<int> Main(string[] arguments)
    {
        var kind = arguments.FirstOrDefault() ?? "";
        if (!Kinds.TryGetValue(kind, out var start) || !int.TryParse(Option(arguments, "--port") ?? "9100", CultureInfo.InvariantCulture, out var port))
        {
            Console.Error.WriteLine($"Which carrier? One of: {string.Join(", ", Kinds.Keys)}. For instance: make lab KIND={Kinds.Keys.First()}");
            return 1;
        }

        using var stop = new CancellationTokenSource();
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await using var simulator = await start(port, stop.Token);
        if (Option(arguments, "--hook") is { } hook)
            simulator.Hook = new Uri(hook.TrimEnd('/'));
        await using var control = new LabControl(simulator, Option(arguments, "--receipts") != "none");
        await control.StartAsync(port + 1, stop.Token);
        Console.WriteLine($"""
            {simulator.Kind} answers at {simulator.Address}
            Start the product with Chasqui__Egress__Allow__0=127.0.0.0/8, so that it may reach this machine, and give the provider:
            {simulator.Instructions}
            It calls back to {simulator.Hook} (--hook changes it).
            Control at http://127.0.0.1:{port + 1}: GET /messages, POST /inbound, /behaviour, /receipt. Ctrl+C ends it.
            """);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C
        }

        return 0;
    }

    private static string? Option(string[] arguments, string name) =>
        Array.IndexOf(arguments, name) is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : null;
}
