using Chasqui.Smpp;

namespace Chasqui.Benchmarks;

/// <summary>Our server, alone in its process: accepts everything at once under ids that count up in hexadecimal.</summary>
internal static class SmppBenchmarkServer
{
    private const int WarmUp = 50_000;

    public static async Task<int> RunAsync()
    {
        var count = 0L;
        var before = 0L;
        await using var server = new SmppServer(new()
        {
            OnSubmit = (_, _, _) =>
            {
                // The first ones warm up.
                if (++count == WarmUp) before = GC.GetTotalAllocatedBytes();
                return ValueTask.FromResult(SmppSubmitResult.Accepted((0x64E2A9F0 + count).ToString("x", SmppBenchmark.Culture)));
            },
        });
        server.Start();
        Console.WriteLine($$"""{"port":{{server.EndPoint.Port}}}""");
        // The parent closes our input when the client is done.
        await Console.In.ReadToEndAsync();
        var bytes = (GC.GetTotalAllocatedBytes() - before) / (double)Math.Max(count - WarmUp, 1);
        Console.WriteLine(string.Create(SmppBenchmark.Culture, $$"""{"bytes":{{bytes}}}"""));
        return 0;
    }
}
