using System.Globalization;

namespace Chasqui.Providers.Dongle;

/// <summary>Whose turn it is, and whether it may already: each device has its pace, and rests when it was refused.</summary>
internal sealed class DongleDevices(ProviderSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _pace = TimeSpan.FromMinutes(1) / settings.Integer("perMinute");
    private readonly Turns _turns = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _free = new(StringComparer.Ordinal);

    /// <summary>The devices a dial string or the setting names; empty when it names none.</summary>
    public IReadOnlyList<string> Named(string dialString)
    {
        var text = dialString.Length > 0 ? dialString : settings.Text("devices");
        if (PortRotation.TryParse(text, out var rotation))
            return [.. rotation.Ports.Select(port => $"{settings.Text("devicePrefix")}{port.ToString(CultureInfo.InvariantCulture)}")];
        return dialString.Length > 0 || text.Contains('(', StringComparison.Ordinal)
            ? []
            : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Takes a turn.</summary>
    /// <returns>The device; or null and how long until one of them is free.</returns>
    public (string? Device, TimeSpan Wait) Next(IReadOnlyList<string> devices)
    {
        var order = _turns.Next(string.Join(',', devices), devices);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var first = order.FirstOrDefault(device => _free.GetValueOrDefault(device) <= now);
            if (first is not null)
            {
                _free[first] = now + _pace;
                return (first, TimeSpan.Zero);
            }

            return (null, order.Min(device => _free[device]) - now);
        }
    }

    public void LetRest(string device)
    {
        lock (_lock)
            _free[device] = time.GetUtcNow() + Rest;
    }
}
