using System.Threading.Channels;

namespace Chasqui.Live;

/// <summary>A change to tell browsers of; <see cref="Everywhere"/> also those at the other nodes.</summary>
internal readonly record struct LiveNews(LiveEvent Change, bool Everywhere);

/// <summary>
/// Where committed changes wait to be told. The reader merges what comes within a short while, so that a dialer sending
/// thousands a second is one event to a browser; when readers fall behind, the oldest are dropped and screens refetch anyway.
/// </summary>
internal sealed class LiveDispatcher
{
    private readonly Channel<LiveNews> _news = Channel.CreateBounded<LiveNews>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public ChannelReader<LiveNews> News => _news.Reader;

    public void Publish(LiveEvent live) => _news.Writer.TryWrite(new LiveNews(live, Everywhere: true));

    /// <summary>Tells only the browsers of this node: what another node's notification does.</summary>
    public void PublishHere(LiveEvent live) => _news.Writer.TryWrite(new LiveNews(live, Everywhere: false));
}
