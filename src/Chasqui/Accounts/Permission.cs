namespace Chasqui.Accounts;

/// <summary>What a role allows, task by task. Stored by camelCase name; a name unknown to this version allows nothing.</summary>
internal enum Permission
{
    ManageUsers,
    ManageApiKeys,
    ManageProviders,
    ManageSenders,
    ViewQueues,
    ManageQueues,
    ViewDialers,
    ManageDialers,

    /// <summary>Start, stop, import, delete unprocessed.</summary>
    RunDialers,
    ManageDnc,
    SendMessages,
    ViewMessages,

    /// <summary>Take offers, reply, close: be an agent.</summary>
    HandleInteractions,

    /// <summary>See agents' states and their interactions.</summary>
    SuperviseAgents,

    /// <summary>Play the customer on virtual handsets and set the simulated carrier's behaviour.</summary>
    UseSimulator,
    ViewAudit,

    /// <summary>See every queue and dialer; without it, only those of one's security groups.</summary>
    SeeAllObjects,
}
