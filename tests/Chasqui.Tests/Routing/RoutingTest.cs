using Chasqui.Support;

namespace Chasqui.Routing;

/// <summary>A test over a real server, after which routing's invariants must hold.</summary>
public abstract class RoutingTest(ServerFixture server) : IClassFixture<ServerFixture>, IAsyncDisposable
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ServerFixture Server => server;

    private protected Task<ContactCentre> CentreAsync(CentreOptions? options = null) =>
        ContactCentre.OpenAsync(server, options ?? CentreOptions.Default, Cancellation);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await RoutingInvariants.HoldAsync(server.Database, CancellationToken.None);
    }
}
