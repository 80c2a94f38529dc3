using System.Collections.Concurrent;

namespace Chasqui.Lab;

/// <summary>What a simulator does with a submission.</summary>
internal abstract record Behaviour
{
    private Behaviour()
    {
    }

    internal sealed record Accept : Behaviour;

    /// <summary>Refuses with a code of the carrier's own.</summary>
    internal sealed record Reject(string Code) : Behaviour;

    /// <summary>Too fast; with how long to wait, where the carrier can say so.</summary>
    internal sealed record Throttle(TimeSpan? RetryAfter = null) : Behaviour;

    /// <summary>Reads everything and never answers.</summary>
    /// <param name="Taken">Whether it took the message all the same.</param>
    internal sealed record Hang(bool Taken = true) : Behaviour;

    /// <summary>Answers with something its documents do not know.</summary>
    internal sealed record Babble : Behaviour;

    /// <summary>Breaks the connection after reading everything.</summary>
    internal sealed record Reset(bool Taken = true) : Behaviour;
}

/// <summary>One behaviour per submission, in order; then the same one for ever.</summary>
internal sealed class Script
{
    private readonly ConcurrentQueue<Behaviour> _next = new();

    /// <summary>What happens when nothing is queued.</summary>
    public Behaviour Otherwise { get; set; } = new Behaviour.Accept();

    public void Next(params ReadOnlySpan<Behaviour> behaviours)
    {
        foreach (var behaviour in behaviours)
            _next.Enqueue(behaviour);
    }

    public Behaviour Take() => _next.TryDequeue(out var behaviour) ? behaviour : Otherwise;
}
