namespace Chasqui.Support;

/// <summary>The folder that holds the solution: found upward from the tests' own folder.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Chasqui.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests run outside the source tree.");
    }
}
