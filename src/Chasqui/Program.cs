using Chasqui.Accounts;
using Chasqui.Conversations;
using Chasqui.Database;
using Chasqui.Demo;
using Chasqui.Dialers;
using Chasqui.Hooks;
using Chasqui.Hosting;
using Chasqui.Inbound;
using Chasqui.Integra;
using Chasqui.Jobs;
using Chasqui.Live;
using Chasqui.Outbound;
using Chasqui.Providers;
using Chasqui.Routing;
using Chasqui.Senders;
using Chasqui.Simulator;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Chasqui;

/// <summary>The table of contents: what the server is made of, in the order of its rooms.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = await BuildAsync(args, configure: null, CancellationToken.None);
            await app.RunAsync();
            return 0;
        }
        catch (StartupException refusal)
        {
            await Console.Error.WriteLineAsync($"chasqui: {refusal.Message}");
            return 1;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"chasqui: {taken.Message.TrimEnd('.')}: stop the other program, or choose another address with --urls.");
            return 1;
        }
    }

    /// <summary>Builds the server with its database ready: started when it is ours to start, and migrated.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, Action<WebApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(ProgramFolder.Options(args));
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder);

        builder.AddHosting();
        await builder.AddDatabaseAsync(cancellationToken);
        builder.Services.AddAccounts();
        builder.Services.AddLive();
        builder.Services.AddJobs();
        builder.Services.AddProviders();
        builder.Services.AddSenders();
        builder.Services.AddSimulator();
        builder.Services.AddOutbound();
        builder.Services.AddInbound();
        builder.Services.AddHooks();
        builder.Services.AddInteractionRouting();
        builder.Services.AddConversations();
        builder.Services.AddDialers();
        builder.Services.AddIntegra();
        builder.Services.AddDemo();

        var app = builder.Build();
        app.Services.GetService<NpgsqlDataSource>(); // from here on the container owns the database, and stops it with the server
        app.UseHosting();
        app.MapApi();
        try
        {
            await app.Services.GetRequiredService<FirstStart>().RunAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync(); // a private PostgreSQL must not outlive a refused start
            throw;
        }
    }
}
