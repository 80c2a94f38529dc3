using Chasqui.Support;

namespace Chasqui.Hosting;

/// <summary>The browser's types are generated from web/openapi/v1.json: it must be what the server says of itself.</summary>
public sealed class OpenApiTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Committed_document_is_the_servers_own()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var document = (await fixture.Client().GetStringAsync("/openapi/v1.json", cancellationToken)).ReplaceLineEndings("\n") + "\n";
        var path = Path.Combine(SourceTree.Root, "web", "openapi", "v1.json");
        if (Environment.GetEnvironmentVariable("CHASQUI_WRITE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, document, cancellationToken);
        }

        var committed = File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).ReplaceLineEndings("\n") : "";
        (committed == document).ShouldBeTrue("web/openapi/v1.json is not what the server says: run 'make openapi'");
    }
}
