namespace Chasqui.Providers.Compliance;

/// <summary>What every kind of provider is asked. The table of kinds × cases is printed when all have run.</summary>
internal enum ComplianceCase
{
    Accepted,
    Rejected,
    Throttled,
    TimeoutBefore,
    TimeoutAfter,
    ConnectionLost,
    BrokenAnswer,
    OptOut,
    Inbound,
    Receipts,
    Duplicates,
    Reordered,
    UnknownStatus,
    Multipart,
    Alphabets,
    Redaction,
    BadSignature,
    Replay,
    WholeProduct,
}
