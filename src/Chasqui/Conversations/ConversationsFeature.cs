namespace Chasqui.Conversations;

/// <summary>The agent's desk: inbox, threads, replies, contacts.</summary>
internal static class ConversationsFeature
{
    public static void AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<GetInbox>();
        services.AddSingleton<SendReply>();
        services.AddSingleton<CloseInteraction>();
        services.AddSingleton<Contacts>();
    }
}
