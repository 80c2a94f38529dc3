using System.Globalization;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>GET /imports/{id}/errors.csv: every row that was not imported, with its column and reason.</summary>
internal static class DownloadErrors
{
    private const int PageRows = 2_000;

    // Page by page in transactions of its own: a slow reader holds no snapshot.
    private const string PageSql =
        """
        SELECT line AS row, "column", code, message FROM import_error
        WHERE business_unit_id = @business_unit_id AND import_id = @import_id AND line > @after
        ORDER BY line LIMIT @limit
        """;

    public static async Task<IResult> HandleAsync(
        Guid id, Caller caller, HttpContext context, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        var import = new ImportId(id);
        await using (var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken))
        {
            if (await VisibleImports.FindAsync(tx, caller, import, cancellationToken) is null)
                return Problems.NotFound("import");
        }

        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"errors-{id}.csv\"";
        // With its mark, or Excel reads the accents as something else.
        await using var writer =
            new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync("row;column;code;message\r\n".AsMemory(), cancellationToken);
        IReadOnlyList<ImportError> page;
        var after = 0;
        do
        {
            page = await PageAsync(database, caller.BusinessUnitId, import, after, cancellationToken);
            foreach (var error in page)
            {
                var row = error.Row.ToString(CultureInfo.InvariantCulture);
                var line =
                    $"{row};{SpreadsheetCell.Of(error.Column)};{SpreadsheetCell.Of(error.Code)};{SpreadsheetCell.Of(error.Message)}\r\n";
                await writer.WriteAsync(line.AsMemory(), cancellationToken);
                after = error.Row;
            }
        }
        while (page.Count == PageRows);
        return Results.Empty;
    }

    private static async Task<IReadOnlyList<ImportError>> PageAsync(
        ChasquiDatabase database, BusinessUnitId unit, ImportId import, int after, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(unit, cancellationToken);
        return await tx.QueryAsync<ImportError>(
            PageSql, new { business_unit_id = unit, import_id = import, after, limit = PageRows }, cancellationToken);
    }
}
