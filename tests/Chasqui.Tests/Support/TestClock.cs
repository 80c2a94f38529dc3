namespace Chasqui.Support;

/// <summary>
/// Business time for tests: runs as the machine's does, and jumps when told to. Waiting workers are not woken by a jump; they
/// see it when they next look.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
