using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>Tells what a process number found in an old file stands for today.</summary>
internal static class PostgresProcessTable
{
    internal enum Kind
    {
        /// <summary>No such process, or a dead one whose parent never asked for it (a container without init).</summary>
        Gone,

        /// <summary>PostgreSQL on this very folder.</summary>
        Postgres,

        /// <summary>The number was given to another program since.</summary>
        Other,
    }

    public static async Task<Kind> InspectAsync(int processId, string clusterFolder, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsLinux()) return InspectProc(processId, clusterFolder);

        var listed = await Command.RunAsync(
            "ps", ["-o", "stat=,command=", "-p", processId.ToString(CultureInfo.InvariantCulture)], null, cancellationToken);
        if (!listed.Succeeded || listed.Output.Length == 0 || listed.Output.StartsWith('Z')) return Kind.Gone;
        return listed.Output.Contains("postgres", StringComparison.Ordinal)
            && listed.Output.Contains($"-D {clusterFolder}", StringComparison.Ordinal)
            ? Kind.Postgres
            : Kind.Other;
    }

    /// <summary>
    /// Every PostgreSQL process on this folder: also the children of a killed postmaster, which may run on while they finish
    /// a statement and keep a new one from starting. Linux only; elsewhere PostgreSQL's own check makes us wait for them.
    /// </summary>
    public static IReadOnlyList<int> On(string clusterFolder) =>
        OperatingSystem.IsLinux()
            ? [.. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && InspectProc(id, clusterFolder) is Kind.Postgres)]
            : [];

    private static Kind InspectProc(int processId, string clusterFolder)
    {
        string state;
        try
        {
            // "123 (postgres) S 1 …": the name may itself hold spaces and brackets, the state follows the last one.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            state = stat[(stat.LastIndexOf(')') + 2)..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Kind.Gone;
        }

        if (state.StartsWith('Z') || state.StartsWith('X')) return Kind.Gone;

        // PostgreSQL lives in its data folder. The program's path ends in " (deleted)" once the files were replaced.
        var program = LinkTarget($"/proc/{processId}/exe")?.Replace(" (deleted)", string.Empty, StringComparison.Ordinal);
        return Path.GetFileName(program) is "postgres" && string.Equals(LinkTarget($"/proc/{processId}/cwd"), clusterFolder, StringComparison.Ordinal)
            ? Kind.Postgres
            : Kind.Other;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
