using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers.Imports;

/// <summary>
/// POST /dialers/{id}/imports: a campaign file. Rows that name another dialer the caller may see go to that one; rows that name
/// none to this one.
/// </summary>
internal static class UploadMessages
{
    public static async Task<Results<Accepted<ImportAccepted>, ProblemHttpResult>> HandleAsync(
        Guid id, string? fileName, bool? strict, Caller caller, HttpRequest request, ChasquiDatabase database, ReceiveUpload upload,
        CancellationToken cancellationToken)
    {
        if (await RulesAsync(database, caller, new DialerId(id), cancellationToken) is not { } rules)
            return Problems.NotFound("dialer");
        if (CsvBody.Refusal(request) is { } refusal)
            return refusal;
        if (FileName.Plain(fileName) is not { } name)
            return FileName.Invalid();
        var import = new NewImport { Kind = ImportKind.Messages, DialerId = new DialerId(id), FileName = name, Strict = strict ?? false };
        return await upload.ReceiveAsync(caller, import, rules, request, cancellationToken);
    }

    /// <summary>What the rows of a file for that dialer must satisfy; null when the caller may not see it.</summary>
    public static async Task<MessageRows?> RulesAsync(
        ChasquiDatabase database, Caller caller, DialerId dialer, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAsync(caller.BusinessUnitId, cancellationToken);
        var byName = await VisibleDialers.ByNameAsync(tx, caller, cancellationToken);
        if (!byName.Values.Any(known => known.Id == dialer))
            return null;
        var country = await UnitCountry.OfAsync(tx, caller.BusinessUnitId, cancellationToken);
        return new MessageRows(country, dialer, byName);
    }
}
