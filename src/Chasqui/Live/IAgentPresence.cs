using Chasqui.Messages;

namespace Chasqui.Live;

/// <summary>Hears that an agent's browser is there. Routing implements it: an agent nobody vouches for is lost after a grace.</summary>
internal interface IAgentPresence
{
    /// <summary>Called every few seconds for each user who handles interactions and has a socket open, once however many tabs.</summary>
    Task TouchAsync(BusinessUnitId businessUnitId, UserId userId, CancellationToken cancellationToken);
}
