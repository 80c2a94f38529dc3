using Chasqui.Messages;

namespace Chasqui.Providers.Simulator;

/// <summary>The carrier behind the simulator's accounts. A lost answer is a task that only its token ends.</summary>
internal interface ISimulatedCarrier
{
    Task<CarrierAnswer> SubmitAsync(CarrierSubmission submission, CancellationToken cancellationToken);
}

internal sealed record CarrierSubmission
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    public required ProviderId ProviderId { get; init; }

    /// <summary>Our address.</summary>
    public required string Sender { get; init; }

    public required PhoneNumber To { get; init; }

    public required string Text { get; init; }

    /// <summary>Ours; the carrier keeps it in its books.</summary>
    public required MessageId Reference { get; init; }
}

internal abstract record CarrierAnswer
{
    private CarrierAnswer()
    {
    }

    /// <summary>In the books, one id for each part.</summary>
    internal sealed record Taken(IReadOnlyList<string> PartIds) : CarrierAnswer;

    /// <summary>The number is refused for good.</summary>
    internal sealed record Refused : CarrierAnswer;

    /// <summary>Too many at once.</summary>
    internal sealed record Throttled(TimeSpan RetryAfter) : CarrierAnswer;

    /// <summary>More parts than a text may have.</summary>
    internal sealed record TooLong : CarrierAnswer;

    /// <summary>The carrier is out of order and has certainly not taken it.</summary>
    internal sealed record OutOfOrder : CarrierAnswer;

    /// <summary>The carrier broke while taking it: it may stand in the books or not.</summary>
    internal sealed record Unclear : CarrierAnswer;
}
