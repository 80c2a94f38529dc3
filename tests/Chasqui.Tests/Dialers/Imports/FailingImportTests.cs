using Chasqui.Messages;
using Chasqui.Support;

namespace Chasqui.Dialers.Imports;

public sealed class FailingImportTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    // No upload stages such a row; whatever fails each time is like it.
    private const string PoisonSql =
        """
        WITH poisoned AS (
            INSERT INTO import (business_unit_id, id, kind, dialer_id, file_name, state, rows, next_line, created_at, heartbeat_at)
            VALUES (@unit, @id, 'messages', @dialer, 'poison.csv', 'processing', 1, 1, @now, @now)
        ), staged AS (
            INSERT INTO import_row (business_unit_id, import_id, line, dialer_id, number, text, encoding)
            VALUES (@unit, @id, 1, @dialer, '+59898344384', 'hi', 'no encoding')
        )
        INSERT INTO job (kind, subject_id, business_unit_id, due_at) VALUES ('import', @id, @unit, now())
        """;

    // The pauses between two attempts grow to minutes.
    private const string HurrySql = "UPDATE job SET due_at = now() WHERE kind = 'import' AND subject_id = @id AND lease_until IS NULL";

    private const string AttemptsSql = "SELECT max(attempts) FROM job WHERE kind = 'import' AND subject_id = @id";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_that_fails_whatever_one_tries_ends_and_says_so()
    {
        var (id, unit) = (Id.New<ImportId>(dialers.Server.Clock), dialers.Server.BusinessUnit);
        await dialers.Server.Seed.ExecuteAsync(
            PoisonSql, new { unit, id, dialer = dialers.Test1, now = dialers.Server.Clock.GetUtcNow() }, Cancel);

        var most = 0;
        var import = await Poll.UntilAsync(
            async () =>
            {
                await using (var tx = await dialers.Server.Database.BeginAsync(unit, Cancel))
                    most = Math.Max(most, await tx.QuerySingleAsync<int?>(AttemptsSql, new { id }, Cancel) ?? 0);
                await dialers.Server.Seed.ExecuteAsync(HurrySql, new { id }, Cancel);
                return await dialers.Admin.ReadAsync<Import>($"/api/v1/imports/{id.Value}", Cancel);
            },
            import => import.State == ImportState.Failed, TimeSpan.FromSeconds(60), Cancel);

        import.FailureCode.ShouldBe("processingFailed");
        import.FailureDetail.ShouldNotBeNull().ShouldContain("log");
        most.ShouldBeGreaterThanOrEqualTo(ProcessImport.MostAttempts);
        await dialers.NothingStagedAsync(Cancel);
    }
}
