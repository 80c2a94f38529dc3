using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Chasqui.Support;

/// <summary>The server as a process of its own, so that a test can kill it as a crash would.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    public const string ApiKey = "test-bootstrap-key-0123456789abcdef";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private ServerProcess(Process process) => _process = process;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>What the server printed so far, for the message of a failing test.</summary>
    public string Log => string.Join('\n', _log);

    public static async Task<ServerProcess> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Chasqui.dll"), "--urls", "http://127.0.0.1:0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Chasqui"] = connectionString,
                ["Chasqui__Demo"] = "true",
                ["Chasqui__BootstrapApiKey"] = ApiKey,
            },
        };
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ServerProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data, address);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data, address);
        server._process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The server stopped:\n{server.Log}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            var uri = await address.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
            server.Client = new HttpClient(new SocketsHttpHandler(), disposeHandler: true) { BaseAddress = uri };
            server.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        Client?.Dispose();
    }

    private void Read(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (ListeningPattern().Match(line) is { Success: true } match)
            address.TrySetResult(new Uri(match.Groups["address"].Value));
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningPattern();
}
