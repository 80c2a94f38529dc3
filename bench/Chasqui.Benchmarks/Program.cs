using Chasqui.Benchmarks;

return args switch
{
    ["smpp", var peers] => await SmppBenchmark.RunAsync(peers),
    ["smpp-server"] => await SmppBenchmarkServer.RunAsync(),
    ["smpp-client", var port, var window, var count] => await SmppBenchmarkClient.RunAsync(
        int.Parse(port, SmppBenchmark.Culture), int.Parse(window, SmppBenchmark.Culture), int.Parse(count, SmppBenchmark.Culture)),
    _ => SmppBenchmark.Usage(),
};
