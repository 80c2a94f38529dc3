using System.Text;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Jobs;

public sealed class NodeMessageTests
{
    private static readonly BusinessUnitId Unit = new(Guid.CreateVersion7());

    [Fact]
    public void What_is_written_is_read_again()
    {
        var node = Guid.CreateVersion7();
        LiveEvent[] events =
        [
            new InboxChanged(Unit, new UserId(Guid.CreateVersion7())),
            new InteractionChanged(Unit, new InteractionId(Guid.CreateVersion7())),
            new AgentChanged(Unit, new UserId(Guid.CreateVersion7())),
            new QueueChanged(Unit, new QueueId(Guid.CreateVersion7())),
            new DialerChanged(Unit, new DialerId(Guid.CreateVersion7())),
            new ImportChanged(Unit, new ImportId(Guid.CreateVersion7())),
            new HandsetChanged(Unit, "+59899123456"),
            new SessionsEnded(Unit, new UserId(Guid.CreateVersion7())),
        ];

        var read = NodeMessage.Read(NodeMessage.Write(node, [WakeTopic.Outbox, WakeTopic.Jobs], events).ShouldHaveSingleItem());

        read.Node.ShouldBe(node);
        read.Wake.ShouldBe([WakeTopic.Outbox, WakeTopic.Jobs]);
        read.Events.ShouldBe(events);
    }

    [Fact]
    public void Many_events_become_several_messages_each_short_enough_for_a_notification()
    {
        LiveEvent[] events = [.. Enumerable.Range(0, 500).Select(_ => new InboxChanged(Unit, new UserId(Guid.CreateVersion7())))];

        var messages = NodeMessage.Write(Guid.CreateVersion7(), [WakeTopic.Routing], events);

        messages.ShouldAllBe(message => Encoding.UTF8.GetByteCount(message) <= NodeMessage.MaxBytes);
        messages.Select(NodeMessage.Read).SelectMany(message => message.Events).ShouldBe(events);
        messages.Select(NodeMessage.Read).SelectMany(message => message.Wake).ShouldBe([WakeTopic.Routing]);
    }

    [Fact]
    public void What_only_a_newer_version_knows_is_left_out()
    {
        var user = Guid.CreateVersion7();
        var message =
            $$"""
            {"node":"{{Guid.CreateVersion7()}}","wake":["astrology","routing"],"events":[
              {"$type":"horoscope","businessUnitId":"{{Unit.Value}}"},
              {"$type":"inbox","userId":"{{user}}","businessUnitId":"{{Unit.Value}}"}]}
            """;

        var read = NodeMessage.Read(message);

        read.Wake.ShouldBe([WakeTopic.Routing]);
        read.Events.ShouldBe([new InboxChanged(Unit, new UserId(user))]);
    }
}
