namespace Chasqui.Lab;

/// <summary>A message a simulator took.</summary>
internal sealed record LabMessage
{
    /// <summary>The carrier's ids: one for each part, or one for all, as this carrier does it.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>As the handset shows it, parts joined.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<string> Media { get; init; } = [];

    /// <summary>What the product gave along to have it back in receipts: an id, a callback address.</summary>
    public string? Reference { get; init; }

    /// <summary>The request as it came.</summary>
    public required string Raw { get; init; }
}

/// <summary>What a simulator took, in order: books that the product's are compared with.</summary>
internal sealed class Ledger
{
    private readonly Lock _lock = new();
    private readonly List<LabMessage> _messages = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<LabMessage> Messages
    {
        get
        {
            lock (_lock)
                return [.. _messages];
        }
    }

    public void Add(LabMessage message)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _messages.Add(message);
            (changed, _changed) = (_changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
    }

    /// <summary>Waits until at least so many have been taken.</summary>
    public async Task<IReadOnlyList<LabMessage>> WaitAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_messages.Count >= count)
                    return [.. _messages];
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
