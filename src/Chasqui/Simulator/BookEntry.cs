using Chasqui.Messages;

namespace Chasqui.Simulator;

internal enum HandsetDirection
{
    ToHandset,
    FromHandset,
}

/// <summary>A message as it goes into the carrier's books, and what the carrier is going to tell of it.</summary>
internal sealed record BookEntry
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required ProviderId ProviderId { get; init; }

    public required HandsetDirection Direction { get; init; }

    /// <summary>The number in the contact's pocket, E.164.</summary>
    public required string Handset { get; init; }

    /// <summary>Our address.</summary>
    public required string Peer { get; init; }

    /// <summary>Our message's id for what we sent; the carrier's own for what a handset sent, which its event names.</summary>
    public required string Reference { get; init; }

    public required IReadOnlyList<BookPart> Parts { get; init; }

    public IReadOnlyList<string> MediaUrls { get; init; } = [];

    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<BookEvent> Events { get; init; }
}

/// <param name="Id">The carrier's, <see cref="BookPart.IdOf"/>.</param>
internal sealed record BookPart(string Id, string Text)
{
    /// <summary>The id of a part: the carrier's id of the message, a dot, the part's number.</summary>
    public static string IdOf(Guid message, int part) => $"{message:N}.{part}";

    /// <summary>The carrier's id of the message that a part belongs to.</summary>
    public static Guid MessageOf(string partId) => Guid.ParseExact(partId.AsSpan(0, 32), "N");
}

/// <summary>Something to tell us later.</summary>
/// <param name="SubjectId">A part's id, or for an inbound message its reference.</param>
/// <param name="Kind">'receipt' or 'inbound'.</param>
/// <param name="State">Of a receipt.</param>
/// <param name="Code">The carrier's reason.</param>
/// <param name="Delay">From the writing of the books, by the database's clock.</param>
internal sealed record BookEvent(string SubjectId, string Kind, DeliveryState? State, string? Code, TimeSpan Delay)
{
    public const string Receipt = "receipt";
    public const string Inbound = "inbound";
}
