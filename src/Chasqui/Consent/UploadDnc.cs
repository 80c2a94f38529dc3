using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Dialers;
using Chasqui.Dialers.Imports;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Consent;

/// <summary>POST /dnc/imports: <c>number;campaign;</c>. A row without a campaign goes to the business unit's list.</summary>
internal static class UploadDnc
{
    public static async Task<Results<Accepted<ImportAccepted>, ProblemHttpResult>> HandleAsync(
        string? fileName, bool? strict, Caller caller, HttpRequest request, ChasquiDatabase database, ReceiveUpload upload,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (CsvBody.Refusal(request) is { } refusal)
            return refusal;
        if (FileName.Plain(fileName) is not { } name)
            return FileName.Invalid();
        var rules = await RulesAsync(caller, database, time, cancellationToken);
        var import = new NewImport { Kind = ImportKind.Dnc, FileName = name, Strict = strict ?? false };
        return await upload.ReceiveAsync(caller, import, rules, request, cancellationToken);
    }

    private static async Task<DncRows> RulesAsync(
        Caller caller, ChasquiDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var country = await UnitCountry.OfAsync(tx, caller.BusinessUnitId, cancellationToken);
        var list = await DncLists.BusinessUnitListAsync(tx, caller.BusinessUnitId, time, cancellationToken);
        var byName = await VisibleDialers.ByNameAsync(tx, caller, cancellationToken);
        await tx.CommitAsync(cancellationToken);
        return new DncRows(country, list, byName);
    }
}

/// <summary>Rows of a do-not-contact file. Any valid number will do: a fixed line can be called, and one day texted.</summary>
internal sealed class DncRows(string country, DncListId businessUnitList, IReadOnlyDictionary<string, NamedDialer> dialers) : IRowRules
{
    private static readonly ColumnRole[] Usual = [ColumnRole.Destination, ColumnRole.Campaign];
    private static readonly ColumnRole[] Needed = [ColumnRole.Destination];

    public IReadOnlyList<ColumnRole> Order => Usual;

    public IReadOnlyList<ColumnRole> Required => Needed;

    public int LeastCells => 1;

    public CheckedRow Check(in CsvRow row, ImportColumns columns)
    {
        if (DialerRow.Find(row, columns, dialers, out var named) is { } unknown)
            return unknown;
        if (!PhoneNumber.TryParse(columns.Cell(row, ColumnRole.Destination), country, out var number, out var fault))
        {
            return new BadRow
            {
                Line = row.Line,
                Column = Shown.Cut(columns.NameOf(ColumnRole.Destination)),
                Code = fault.Code(),
                Message = fault.Sentence(),
            };
        }

        return new GoodRow { Line = row.Line, List = named?.DncListId ?? businessUnitList, Number = number };
    }
}
