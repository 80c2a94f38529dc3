using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>
/// <c>postmaster.pid</c>, which a running PostgreSQL keeps in its folder: line 1 the process, line 2 the folder, line 4 the port,
/// line 8 the state (PostgreSQL's miscinit.c and pidfile.h).
/// </summary>
internal sealed record PostmasterPid(int ProcessId, string Folder, bool IsReady)
{
    public static string PathIn(string clusterFolder) => Path.Combine(clusterFolder, "postmaster.pid");

    /// <summary>Null when there is none, or while PostgreSQL is writing it.</summary>
    public static PostmasterPid? Read(string clusterFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(PathIn(clusterFolder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // A process that PostgreSQL started alone (single-user mode) writes its number negated.
        return lines.Length > 1 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
            ? new PostmasterPid(Math.Abs(process), lines[1], lines.Length > 7 && lines[7].Trim() is "ready")
            : null;
    }
}
