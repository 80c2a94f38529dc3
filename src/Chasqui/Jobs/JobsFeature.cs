namespace Chasqui.Jobs;

internal static class JobsFeature
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddOptions<JobsOptions>().BindConfiguration(JobsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<WakeUps>();
        services.AddSingleton<NodeChannel>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeChannel>());
        services.AddHostedService<JobWorker>();
    }
}
