using System.Threading.Channels;

namespace Chasqui.Live;

/// <summary>
/// Where committed changes wait to be told. The reader merges what comes within a short while, so that a dialer sending
/// thousands a second is one event to a browser; when readers fall behind, the oldest are dropped and screens refetch anyway.
/// </summary>
internal sealed class LiveDispatcher
{
    private readonly Channel<LiveEvent> _events = Channel.CreateBounded<LiveEvent>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ChannelReader<LiveEvent> Events => _events.Reader;

    public void Publish(LiveEvent live) => _events.Writer.TryWrite(live);
}
