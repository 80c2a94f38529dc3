namespace Chasqui.Dialers.Imports;

/// <summary>Why an import as a whole came to nothing. Codes are stable and documented (docs/imports.md).</summary>
internal sealed record ImportFailure(string Code, string Detail)
{
    public static readonly ImportFailure NotText = new(
        "notText", "The file is no text: a spreadsheet, an archive or the like. Save it as CSV (UTF-8) and upload that.");

    public static readonly ImportFailure Empty = new("emptyFile", "The file has no rows.");

    public static readonly ImportFailure UploadBroken = new(
        "uploadBroken", "The upload ended before the whole file was here. Nothing was imported; upload it again.");

    public static readonly ImportFailure TooLarge = new(
        "bodyTooLarge", "The file is larger than 512 MB. Nothing was imported; split it.");

    public static readonly ImportFailure StagingLost = new(
        "stagingLost",
        "The database crashed and lost rows that were still waiting. What is counted as imported is safe; upload the rest again.");

    public static readonly ImportFailure StrictFault = new(
        "strictFault",
        "The file has faults and was to be imported strictly: nothing was imported. Correct the rows listed and upload it again.");

    public static readonly ImportFailure ProcessingFailed = new(
        "processingFailed",
        "Importing failed again and again; the server's log says why. What is counted as imported is safe; upload the rest again.");

    public static ImportFailure HeaderIncomplete(string column) => new(
        "headerIncomplete", $"The header names no column “{column}”. Name it, or leave the header out and use the usual order.");
}
