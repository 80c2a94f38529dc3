using Chasqui.Database;

namespace Chasqui.Outbound;

/// <summary>
/// Makes a transaction reach rows through indexes only. Its statements look up a handful of rows by key in tables of any size. Right
/// after an installation, an import or a busy minute the planner has no figures, takes a full table for an empty one and reads it
/// all for each batch: 14 to 100 times slower, and prepared statements keep such a plan. So that no constant makes a whole business
/// unit look like a few rows, these statements also take its id from a materialised row.
/// </summary>
internal static class IndexWalk
{
    private const string OnlySql =
        """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    public static Task WalkIndexesAsync(this DatabaseTransaction tx, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(OnlySql, null, cancellationToken);
}
