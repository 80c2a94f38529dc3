using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers.Imports;

/// <summary>How the first rows of a file would be read.</summary>
internal sealed record ImportPreview
{
    /// <summary>The first row names the columns.</summary>
    public required bool Header { get; init; }

    public required IReadOnlyList<ImportColumn> Columns { get; init; }

    /// <summary>Up to 20.</summary>
    public required IReadOnlyList<ImportPreviewRow> Rows { get; init; }
}

/// <summary>A row as it would be sent, or the error it would be refused for.</summary>
internal sealed record ImportPreviewRow
{
    /// <summary>The line in the file, 1-based.</summary>
    public required int Row { get; init; }

    /// <summary>The dialer's name.</summary>
    public string? Dialer { get; init; }

    public string? Number { get; init; }

    public string? Text { get; init; }

    public int? Parts { get; init; }

    public int? Priority { get; init; }

    public ImportError? Error { get; init; }
}

/// <summary>POST /dialers/{id}/imports/preview: looks at the beginning of a file and keeps nothing of it.</summary>
internal static class PreviewMessages
{
    private const int Enough = 64 * 1024;
    private const int MaxRows = 20;

    public static async Task<Results<Ok<ImportPreview>, ProblemHttpResult>> HandleAsync(
        Guid id, Caller caller, HttpRequest request, ChasquiDatabase database, CancellationToken cancellationToken)
    {
        if (await UploadMessages.RulesAsync(database, caller, new DialerId(id), cancellationToken) is not { } rules)
            return Problems.NotFound("dialer");
        if (CsvBody.Refusal(request) is { } refusal)
            return refusal;

        var bytes = new byte[Enough];
        var length = await request.Body.ReadAtLeastAsync(bytes, Enough, throwOnEndOfStream: false, cancellationToken);
        var text = new UploadText(new MemoryStream(bytes, 0, length));
        var rows = await ImportRows.BeginAsync(text, rules, cancellationToken);
        var shown = new List<CheckedRow>();
        while (shown.Count <= MaxRows && await rows.ReadAsync(cancellationToken) is { } row)
            shown.Add(row);
        // Where the beginning of a file was cut off, its last row is half a row.
        if (shown.Count > MaxRows || (length == Enough && shown.Count > 0))
            shown.RemoveAt(shown.Count - 1);

        if (text.IsNotText)
            return Problems.Unprocessable(ImportFailure.NotText.Code, ImportFailure.NotText.Detail);
        if (rows.MissingColumn is { } missing)
        {
            var failure = ImportFailure.HeaderIncomplete(Words.Camel(missing));
            return Problems.Unprocessable(failure.Code, failure.Detail);
        }

        return TypedResults.Ok(new ImportPreview
        {
            Header = rows.Columns.FromHeader,
            Columns = rows.Columns.Columns,
            Rows = [.. shown.Select(row => Show(row, rules))],
        });
    }

    private static ImportPreviewRow Show(CheckedRow row, MessageRows rules) => row switch
    {
        { Good: { } good } => new ImportPreviewRow
        {
            Row = good.Line,
            Dialer = rules.NameOf(good.Dialer!.Value),
            Number = good.Number.Value,
            Text = good.Text,
            Parts = good.Parts,
            Priority = good.Priority,
        },
        { Bad: { } bad } => new ImportPreviewRow
        {
            Row = bad.Line,
            Error = new ImportError { Row = bad.Line, Column = bad.Column, Code = bad.Code, Message = bad.Message },
        },
        _ => throw new InvalidOperationException("A checked row is good or bad."),
    };
}
