using System.Text.Json;
using Chasqui.Database;
using Chasqui.Messages;
using Chasqui.Senders.Health;

namespace Chasqui.Senders;

/// <summary>Reads providers as the API shows them.</summary>
internal sealed class ProviderReader(ProviderAccounts accounts, TimeProvider time)
{
    // The ciphertexts are not even read.
    private const string ReadSql =
        """
        SELECT id, name, kind, is_default, enabled, created_at, settings::text AS settings,
               ARRAY(SELECT key FROM jsonb_object_keys(secrets) AS key ORDER BY key) AS secrets_set,
               wire_log_days, pause_code, pause_detail, paused_until, checked_at, check_works, check_sentence, balance
        FROM provider
        WHERE business_unit_id = @business_unit_id AND (@id::uuid IS NULL OR id = @id) AND (@after::uuid IS NULL OR id > @after)
        ORDER BY id
        LIMIT @count
        """;

    private const string OpenIncidentsSql =
        """
        SELECT provider_id, sentence FROM incident
        WHERE business_unit_id = @business_unit_id AND provider_id = ANY (@provider_ids) AND closed_at IS NULL
        ORDER BY opened_at DESC
        """;

    public async Task<Provider?> FindAsync(DatabaseTransaction tx, BusinessUnitId unit, ProviderId id, CancellationToken cancellationToken) =>
        (await ReadAsync(tx, unit, id.Value, after: null, count: 1, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Provider>> ReadAsync(
        DatabaseTransaction tx, BusinessUnitId unit, Guid? id, Guid? after, int count, CancellationToken cancellationToken)
    {
        var rows = await tx.QueryAsync<ProviderRow>(ReadSql, new { business_unit_id = unit, id, after, count }, cancellationToken);
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(row => row.Id).ToList();
        var health = await HealthRow.ReadAsync(tx, unit, ids, time.GetUtcNow(), cancellationToken);
        var incidents = (await tx.QueryAsync<OpenIncident>(
                OpenIncidentsSql, new { business_unit_id = unit, provider_ids = ids.Select(one => one.Value).ToArray() }, cancellationToken))
            .ToLookup(incident => incident.ProviderId, incident => incident.Sentence);
        return [.. rows.Select(row => row.ToProvider(
            accounts.HookAddress(row.Kind, row.Id), health.GetValueOrDefault((unit, row.Id), HealthFigures.None), [.. incidents[row.Id]]))];
    }

    private sealed record OpenIncident
    {
        public required ProviderId ProviderId { get; init; }

        public required string Sentence { get; init; }
    }

    private sealed record ProviderRow
    {
        public required ProviderId Id { get; init; }

        public required string Name { get; init; }

        public required string Kind { get; init; }

        public required bool IsDefault { get; init; }

        public required bool Enabled { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public required string Settings { get; init; }

        public required string[] SecretsSet { get; init; }

        public required int WireLogDays { get; init; }

        public string? PauseCode { get; init; }

        public string? PauseDetail { get; init; }

        public DateTimeOffset? PausedUntil { get; init; }

        public DateTimeOffset? CheckedAt { get; init; }

        public bool? CheckWorks { get; init; }

        public string? CheckSentence { get; init; }

        public string? Balance { get; init; }

        public Provider ToProvider(Uri? hookAddress, HealthFigures figures, IReadOnlyList<string> openIncidents)
        {
            var pause = PauseCode is null ? null : new ProviderPause(PauseCode, PauseDetail ?? "", PausedUntil);
            var check = CheckedAt is { } at ? new LastCheck(at, CheckWorks == true, CheckSentence ?? "", Balance) : null;
            return new Provider
            {
                Id = Id,
                Name = Name,
                Kind = Kind,
                IsDefault = IsDefault,
                Enabled = Enabled,
                CreatedAt = CreatedAt,
                Settings = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Settings)!,
                SecretsSet = SecretsSet,
                HookAddress = hookAddress?.ToString(),
                WireLogDays = WireLogDays,
                Paused = pause,
                Health = ProviderHealth.Of(figures, pause, check, openIncidents),
            };
        }
    }
}
