using Chasqui.Jobs;
using Chasqui.Live;

namespace Chasqui.Routing;

/// <summary>Queues, agents, offers: who gets which interaction, and when.</summary>
internal static class RoutingFeature
{
    public static void AddInteractionRouting(this IServiceCollection services)
    {
        services.AddSingleton<Agents>();
        services.AddSingleton<AgentStates>();
        services.AddSingleton<AgentDeparture>();
        services.AddSingleton<AgentPresence>();
        services.AddSingleton<IAgentPresence>(provider => provider.GetRequiredService<AgentPresence>());
        services.AddSingleton<ListAgents>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<SaveQueue>();
        services.AddSingleton<QueueMembers>();
        services.AddSingleton<QueueDispositions>();
        services.AddSingleton<OutOfHoursNotice>();
        services.AddSingleton<Interactions>();
        services.AddSingleton<InteractionClosing>();
        services.AddSingleton<Offers>();
        services.AddSingleton<AnswerOffer>();
        services.AddSingleton<IJobHandler, OfferTimeout>();
        services.AddSingleton<IJobHandler, WrapUpTimer>();
        services.AddSingleton<RoutingDecisions>();
        services.AddSingleton<Router>();
        services.AddHostedService(provider => provider.GetRequiredService<Router>());
        services.AddSingleton<LostAgentSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<LostAgentSweep>());
    }
}
