using System.Threading.Channels;

namespace Chasqui.Providers.Compliance;

/// <summary>What a listening connection hears, for a test to wait for.</summary>
internal sealed class RecordedEvents : IProviderEvents
{
    private readonly Channel<InboundMessage> _messages = Channel.CreateUnbounded<InboundMessage>();
    private readonly Channel<DeliveryReport> _reports = Channel.CreateUnbounded<DeliveryReport>();
    private readonly Channel<(LinkState State, string? Sentence)> _links = Channel.CreateUnbounded<(LinkState, string?)>();

    public ChannelReader<InboundMessage> Messages => _messages.Reader;

    public ChannelReader<DeliveryReport> Reports => _reports.Reader;

    public ChannelReader<(LinkState State, string? Sentence)> Links => _links.Reader;

    public Task InboundAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        _messages.Writer.TryWrite(message);
        return Task.CompletedTask;
    }

    public Task ReportsAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
            _reports.Writer.TryWrite(report);
        return Task.CompletedTask;
    }

    public void Link(LinkState state, string? sentence) => _links.Writer.TryWrite((state, sentence));

    /// <summary>Waits until the link is in a state.</summary>
    public async Task<string?> LinkAsync(LinkState wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, sentence) = await _links.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            if (state == wanted)
                return sentence;
        }
    }
}
