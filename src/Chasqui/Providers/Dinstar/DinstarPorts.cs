using System.Globalization;
using System.Collections.Concurrent;
using System.Text.Json;

namespace Chasqui.Providers.Dinstar;

/// <summary>Which ports may send now: those of the rotation that are registered with their network and have not just been
/// refused.</summary>
internal sealed class DinstarPorts(DinstarApi api, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Turns _turns = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _resting = new();
    private volatile Known? _known;

    /// <summary>As the gateway last told them; empty when it did not.</summary>
    public IReadOnlyDictionary<int, string> Numbers => _known?.Numbers ?? new Dictionary<int, string>();

    /// <returns>The port whose turn it is; null when none of them can send.</returns>
    public async Task<int?> NextAsync(PortRotation rotation, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(rotation.Ports, cancellationToken);
        foreach (var port in _turns.Next(rotation.ToString(), rotation.Ports))
        {
            if (known?.Registered.GetValueOrDefault(port, true) != false
                && !(_resting.TryGetValue(port, out var until) && until > time.GetUtcNow()))
                return port;
        }

        return null;
    }

    /// <summary>The gateway refused a message on it; others take its turns for a while.</summary>
    public void LetRest(int port) => _resting[port] = time.GetUtcNow() + Rest;

    /// <summary>Asks the gateway; what it does not answer stays as it was, and a port nobody knows about is tried.</summary>
    public async Task RefreshAsync(IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        var query = $"?{(ports.Count > 0 ? $"port={string.Join(',', ports)}&" : "")}info_type=number,reg";
        var answer = await api.GetAsync("get_port_info", query, isPrivate: true, cancellationToken);
        if (!answer.IsGood || JsonPath.Find(answer.Json!.Value, "info") is not { ValueKind: JsonValueKind.Array } list)
        {
            _known = (_known ?? new Known([], [], default)) with { At = time.GetUtcNow() };
            return;
        }

        var registered = new Dictionary<int, bool>(_known?.Registered ?? []);
        var numbers = new Dictionary<int, string>(_known?.Numbers ?? []);
        foreach (var item in list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
        {
            if (!int.TryParse(JsonPath.Text(item, "port"), CultureInfo.InvariantCulture, out var port))
                continue;
            if (JsonPath.Text(item, "reg") is { } reg)
                registered[port] = reg == "REGISTER_OK";
            if (JsonPath.Text(item, "number") is { Length: > 0 } number)
                numbers[port] = number;
        }

        _known = new Known(registered, numbers, time.GetUtcNow());
    }

    private async Task<Known?> KnownAsync(IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        if (_known is not { } known || known.At + Fresh <= time.GetUtcNow())
            await RefreshAsync(ports, cancellationToken);
        return _known;
    }

    private sealed record Known(Dictionary<int, bool> Registered, Dictionary<int, string> Numbers, DateTimeOffset At);
}
