using System.Diagnostics;
using Chasqui.Smpp;
using Chasqui.Smpp.Pdus;

namespace Chasqui.Benchmarks;

/// <summary>Our client, alone in its process: as many callers as the window has places, each awaiting its answer before the next.</summary>
internal static class SmppBenchmarkClient
{
    private static readonly SubmitSm Message = new()
    {
        Source = new(SmppTon.Alphanumeric, SmppNpi.Unknown, "Acme"),
        Destination = SmppAddress.International("59898344484"),
        ValidityPeriod = SmppTime.Relative(TimeSpan.FromDays(1)),
        RegisteredDelivery = SmppRegisteredDelivery.Final,
        ShortMessage = "Hola"u8.ToArray(),
    };

    public static async Task<int> RunAsync(int port, int window, int count)
    {
        await using var client = new SmppClient(new()
        {
            Endpoints = [new("127.0.0.1", port)],
            SystemId = "acme",
            Password = "s3cret12",
            WindowSize = window,
        });
        client.Start();
        await client.WaitUntilBoundAsync(CancellationToken.None);
        // Until the compiler has made its last version of what runs here; before that it allocates, too.
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < SmppBenchmark.WarmUp) await SubmitAsync(client, window, count / 20);
        var before = GC.GetTotalAllocatedBytes();
        began = Stopwatch.GetTimestamp();
        await SubmitAsync(client, window, count);
        var rate = count / Stopwatch.GetElapsedTime(began).TotalSeconds;
        var bytes = (GC.GetTotalAllocatedBytes() - before) / (double)count;
        Console.WriteLine(string.Create(SmppBenchmark.Culture, $$"""{"rate":{{rate}},"bytes":{{bytes}}}"""));
        return 0;
    }

    private static Task SubmitAsync(SmppClient client, int callers, int count)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync()));

        async Task CallAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0) await client.SubmitAsync(Message, CancellationToken.None);
        }
    }
}
