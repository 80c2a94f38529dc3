using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Support;

namespace Chasqui.Smpp;

public sealed class SubmitTests
{
    [Fact]
    public async Task A_message_gets_the_id_the_smsc_gave_it()
    {
        await using var link = await Link.OpenAsync();
        var response = await link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken);
        response.MessageId.ShouldBe("id-1");
    }

    [Fact]
    public async Task A_refusal_says_its_status_and_leaves_the_session_bound()
    {
        await using var link = await Link.OpenAsync(new()
        {
            OnSubmit = (_, _, _) => ValueTask.FromResult(SmppSubmitResult.Refused(SmppCommandStatus.InvalidDestinationAddress)),
        });
        var refused = await Should.ThrowAsync<SmppRefusedException>(
            link.Client.SubmitAsync(Link.Hello, TestContext.Current.CancellationToken).AsTask());
        refused.Status.ShouldBe(SmppCommandStatus.InvalidDestinationAddress);
        link.Client.State.ShouldBe(SmppClientState.Bound);
    }
}
