using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Chasqui.Benchmarks;

/// <summary>
/// submit_sm and its response over loopback, client and server each a process of its own: ours, npm smpp's, and the two crossed. The same
/// message, the same window, the same count, and two seconds before it that are not counted.
/// </summary>
internal static class SmppBenchmark
{
    private const int Count = 100_000;
    private const int Runs = 3;
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    public static int Usage()
    {
        Console.Error.WriteLine("usage: Chasqui.Benchmarks smpp <folder of the npm peers>   (make bench-smpp)");
        return 2;
    }

    public static async Task<int> RunAsync(string peers)
    {
        Console.WriteLine(string.Create(
            Culture,
            $"{Count:N0} submit_sm of 68 octets, median of {Runs} runs, {Environment.ProcessorCount} processors; bytes allocated for one"));
        Console.WriteLine();
        Console.WriteLine("window  client  server  submit_sm/s   of npm  bytes client  bytes server");
        foreach (var window in (int[])[10, 100])
        {
            var npm = 0d;
            foreach (var (client, server) in ((string, string)[])[("npm", "npm"), ("npm", "ours"), ("ours", "npm"), ("ours", "ours")])
            {
                var runs = new List<Result>();
                for (var i = 0; i < Runs; i++) runs.Add(await MeasureAsync(peers, client, server, window));
                var median = runs.OrderBy(run => run.Rate).ElementAt(Runs / 2);
                if (client == "npm" && server == "npm") npm = median.Rate;
                Console.WriteLine(string.Create(
                    Culture,
                    $"{window,6}  {client,-6}  {server,-6}  {median.Rate,11:N0}  {median.Rate / npm,5:0.0} x"
                    + $"  {Bytes(median.Client),12}  {Bytes(median.Server),12}"));
            }
        }
        return 0;
    }

    private static string Bytes(double? bytes) => bytes is { } some ? some.ToString("N0", Culture) : "-";

    private static async Task<Result> MeasureAsync(string peers, string client, string server, int window)
    {
        using var serving = server == "npm"
            ? Start("node", Path.Combine(peers, "server.mjs"), "bench")
            : Start(Environment.ProcessPath!, "smpp-server");
        var port = (await LineAsync(serving)).GetProperty("port").GetInt32().ToString(Culture);
        using var calling = client == "npm"
            ? Start("node", Path.Combine(peers, "bench-client.mjs"), port, window.ToString(Culture), Count.ToString(Culture))
            : Start(Environment.ProcessPath!, "smpp-client", port, window.ToString(Culture), Count.ToString(Culture));
        try
        {
            var result = await LineAsync(calling);
            serving.StandardInput.Close();
            double? allocated = server == "npm" ? null : (await LineAsync(serving)).GetProperty("bytes").GetDouble();
            return new(
                result.GetProperty("rate").GetDouble(), client == "npm" ? null : result.GetProperty("bytes").GetDouble(), allocated);
        }
        finally
        {
            foreach (var process in (Process[])[calling, serving])
                if (!process.HasExited) process.Kill();
        }
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static async Task<JsonElement> LineAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var line = await process.StandardOutput.ReadLineAsync(deadline.Token)
            ?? throw new InvalidOperationException($"{process.StartInfo.FileName} ended without a result.");
        return JsonDocument.Parse(line).RootElement;
    }

    private sealed record Result(double Rate, double? Client, double? Server);
}
