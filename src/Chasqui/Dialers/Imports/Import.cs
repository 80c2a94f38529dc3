using Chasqui.Messages;

namespace Chasqui.Dialers.Imports;

/// <summary>What a file feeds.</summary>
internal enum ImportKind
{
    /// <summary>Dialers: each row a message.</summary>
    Messages,

    /// <summary>Do-not-contact lists: each row a number.</summary>
    Dnc,
}

internal enum ImportState
{
    /// <summary>The file is coming in.</summary>
    Receiving,

    /// <summary>All of it is here and being imported; what is imported is already being sent.</summary>
    Processing,

    /// <summary>Every row is accounted for: rows = imported + duplicates + blocked + rejected.</summary>
    Done,

    /// <summary>A strict import with a fault: nothing was imported.</summary>
    Refused,

    /// <summary>It could not be carried out; the failure says why.</summary>
    Failed,
}

/// <summary>A file on its way from a person's disk to a dialer or a list.</summary>
internal sealed record Import
{
    public required ImportId Id { get; init; }

    public required ImportKind Kind { get; init; }

    /// <summary>The dialer it was uploaded to; null for do-not-contact numbers.</summary>
    public required DialerId? DialerId { get; init; }

    public required string FileName { get; init; }

    /// <summary>One fault refuses the whole file.</summary>
    public required bool Strict { get; init; }

    public required ImportState State { get; init; }

    /// <summary>Rows read so far, without header and blank lines.</summary>
    public required int Rows { get; init; }

    public required int Imported { get; init; }

    /// <summary>Rows whose number stood on an earlier line for the same dialer, or was on the list already.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Messages the gate blocked; they are kept with their verdict.</summary>
    public required int Blocked { get; init; }

    /// <summary>Rows with a fault; <see cref="Errors"/> has them.</summary>
    public required int Rejected { get; init; }

    /// <summary>The first 100, in the file's order; all of them are at errors.csv. Lists leave them out.</summary>
    public IReadOnlyList<ImportError> Errors { get; init; } = [];

    public required string? FailureCode { get; init; }

    public required string? FailureDetail { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A row that was not imported.</summary>
internal sealed record ImportError
{
    /// <summary>The line in the file, 1-based.</summary>
    public required int Row { get; init; }

    /// <summary>As the header names it.</summary>
    public required string Column { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }
}

/// <summary>The answer to an upload: where to ask how it goes.</summary>
internal sealed record ImportAccepted
{
    public required ImportId Id { get; init; }
}
