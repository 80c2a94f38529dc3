using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;

namespace Chasqui.Smpp.Support;

/// <summary>A program that is not ours, talking SMPP. Its lines are read as they come; it ends with the test.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private PeerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything it has said so far, for messages of failing tests.</summary>
    public List<string> Said { get; } = [];

    public static PeerProcess Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new(Process.Start(start)!);
    }

    /// <summary>A script beside npm's packages; the test is skipped when those are not installed.</summary>
    public static PeerProcess StartNode(string script, params IEnumerable<string> arguments)
    {
        var peers = PeersFolder();
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "smpp")))
            Assert.Skip("npm smpp is not installed: npm ci in tests/Chasqui.Smpp.Tests/Peers, or make test");
        return Start("node", [Path.Combine(peers, script), .. arguments]);
    }

    public Task<string> LineAsync(Func<string, bool> wanted) => LineAsync(wanted, Link.Patience);

    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan patience)
    {
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(deadline.Token))
                if (wanted(line)) return line;
        }
        catch (OperationCanceledException)
        {
            // Told below, with what the peer did say.
        }
        lock (Said) throw new TimeoutException("The peer did not say it. It said:\n" + string.Join('\n', Said.TakeLast(30)));
    }

    public async Task<JsonElement> JsonAsync(string property, string value)
    {
        JsonElement found = default;
        await LineAsync(line =>
        {
            if (!line.StartsWith('{')) return false;
            found = JsonDocument.Parse(line).RootElement;
            return found.TryGetProperty(property, out var has) && has.GetString() == value;
        });
        return found;
    }

    public Task ExitAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).InTime();

    public int ExitCode => _process.ExitCode;

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the answer.
        }
        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null) return;
        lock (Said) Said.Add(line);
        _lines.Writer.TryWrite(line);
    }

    private static string PeersFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var peers = Path.Combine(folder.FullName, "tests", "Chasqui.Smpp.Tests", "Peers");
            if (Directory.Exists(peers)) return peers;
        }
        throw new DirectoryNotFoundException("The tests are not inside their repository.");
    }
}
