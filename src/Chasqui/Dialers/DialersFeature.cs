using Chasqui.Dialers.Imports;
using Chasqui.Jobs;

namespace Chasqui.Dialers;

internal static class DialersFeature
{
    public static void AddDialers(this IServiceCollection services)
    {
        services.AddSingleton<ProcessingRate>();
        services.AddSingleton<ReceiveUpload>();
        services.AddSingleton<IJobHandler, ProcessImport>();
        services.AddSingleton<IJobHandler, UploadTimeout>();
    }
}
