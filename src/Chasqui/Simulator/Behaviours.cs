using System.Collections.Concurrent;
using System.Text.Json;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Simulator;

/// <summary>How the carrier behaves towards each business unit: kept in the database, remembered for a second.</summary>
internal sealed class Behaviours(ChasquiDatabase database, TimeProvider time)
{
    private const string FindSql = "SELECT settings::text FROM simulator_behaviour WHERE business_unit_id = @business_unit_id";

    private const string SetSql =
        """
        INSERT INTO simulator_behaviour (business_unit_id, settings) VALUES (@business_unit_id, @settings::jsonb)
        ON CONFLICT (business_unit_id) DO UPDATE SET settings = excluded.settings
        """;

    // So long another node may still behave as before.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<BusinessUnitId, Known> _known = new();

    public async Task<(Behaviour Behaviour, Chance Chance)> GetAsync(BusinessUnitId unit, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(unit, out var known))
            known = Remember(unit, await ReadAsync(unit, cancellationToken));
        else if (time.GetElapsedTime(known.ReadAt) > Remembered && known.TakeTurn())
            known = Remember(unit, await ReadAsync(unit, cancellationToken)); // one asks, the others go on with what is known
        return (known.Behaviour, known.Chance);
    }

    public async Task<Behaviour> ReadAsync(BusinessUnitId unit, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        var settings = await tx.QuerySingleOrDefaultAsync<string>(FindSql, new { business_unit_id = unit }, cancellationToken);
        return settings is null ? Behaviour.Default : JsonSerializer.Deserialize<Behaviour>(settings, Json.Options)!;
    }

    public static Task WriteAsync(DatabaseTransaction tx, BusinessUnitId unit, Behaviour behaviour, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(SetSql, new { business_unit_id = unit, settings = JsonSerializer.Serialize(behaviour, Json.Options) }, cancellationToken);

    /// <summary>After a change: asks again, and begins chance anew.</summary>
    public void Forget(BusinessUnitId unit) => _known.TryRemove(unit, out _);

    private Known Remember(BusinessUnitId unit, Behaviour behaviour) => _known.AddOrUpdate(
        unit,
        _ => new Known(behaviour, NewChance(behaviour), time.GetTimestamp()),
        (_, before) => new Known(behaviour, before.Behaviour == behaviour ? before.Chance : NewChance(behaviour), time.GetTimestamp()));

    private static Chance NewChance(Behaviour behaviour) => new((ulong)(behaviour.Seed ?? Random.Shared.NextInt64()));

    private sealed class Known(Behaviour behaviour, Chance chance, long readAt)
    {
        private int _turn;

        public Behaviour Behaviour => behaviour;

        public Chance Chance => chance;

        public long ReadAt => readAt;

        public bool TakeTurn() => Interlocked.Exchange(ref _turn, 1) == 0;
    }
}
