namespace Chasqui.Jobs;

internal static class JobsFeature
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<WakeUps>();
    }
}
