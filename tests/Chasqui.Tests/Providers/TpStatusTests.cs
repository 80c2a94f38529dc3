using Chasqui.Messages;

namespace Chasqui.Providers;

public sealed class TpStatusTests
{
    [Theory]
    [InlineData(0x00, "delivered")]
    [InlineData(0x01, "sent")]
    [InlineData(0x02, "delivered")]
    [InlineData(0x20, "sent")]
    [InlineData(0x3F, "sent")]
    [InlineData(0x40, "undelivered")]
    [InlineData(0x43, "undelivered")]
    [InlineData(0x46, "expired")]
    [InlineData(0x47, "cancelled")]
    [InlineData(0x48, "rejected")]
    [InlineData(0x49, "unknown")]
    [InlineData(0x60, "undelivered")]
    [InlineData(0xFF, "undelivered")]
    public void Statuses_have_their_state(int status, string state) => TpStatus.ToState(status).Wire().ShouldBe(state);

    [Fact]
    public void Parts_are_delivered_together_or_not_at_all()
    {
        TpStatus.ToState([0, 0]).ShouldBe(DeliveryState.Delivered);
        TpStatus.ToState([0, 0x30]).ShouldBe(DeliveryState.Sent);
        TpStatus.ToState([0, 0x46]).ShouldBe(DeliveryState.Undelivered);
        TpStatus.ToState([0x46, 0x46]).ShouldBe(DeliveryState.Expired);
        TpStatus.ToState([]).ShouldBe(DeliveryState.Sent);
    }
}
