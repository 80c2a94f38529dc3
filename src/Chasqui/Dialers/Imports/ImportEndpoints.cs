using Chasqui.Accounts;
using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace Chasqui.Dialers.Imports;

internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var uploads = api.MapGroup("/dialers/{id:guid}/imports").WithTags("Imports");
        uploads.MapPost("/", UploadMessages.HandleAsync).WithName("UploadMessages").TakesCsv().Requires(Permission.RunDialers);
        uploads.MapPost("/preview", PreviewMessages.HandleAsync).WithName("PreviewMessages").TakesCsv().Requires(Permission.RunDialers);

        // Which imports one may look at depends on their kind: VisibleImports asks for ViewDialers or ManageDnc.
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapGet("/", GetImport.ListAsync).WithName("ListImports").RequiresSignIn();
        imports.MapGet("/{id:guid}", GetImport.HandleAsync).WithName("GetImport").RequiresSignIn();
        imports.MapGet("/{id:guid}/errors.csv", DownloadErrors.HandleAsync).WithName("DownloadImportErrors")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").RequiresSignIn();
    }

    /// <summary>
    /// The body is a file, read as it comes: the limit of JSON bodies does not hold for it. Its type is checked by the operation,
    /// because routing would answer 404 to another.
    /// </summary>
    public static RouteHandlerBuilder TakesCsv(this RouteHandlerBuilder route) =>
        route.WithMetadata(new FileSize()).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [CsvBody.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            };
            return Task.CompletedTask;
        });

    private sealed class FileSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ReceiveUpload.MaxBytes;
    }
}
