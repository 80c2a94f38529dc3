using System.ComponentModel;
using System.Diagnostics;

namespace Chasqui.Database.Embedded;

/// <summary>Runs a short program to its end, as another account when one is named.</summary>
internal static class Command
{
    internal sealed record Outcome(int ExitCode, string Output, string Errors)
    {
        public bool Succeeded => ExitCode == 0;

        /// <summary>What the program said last: the part an operator needs.</summary>
        public string LastLine =>
            (Errors + "\n" + Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault() ?? $"exit code {ExitCode}";
    }

    /// <summary>A program that is missing or may not be run is an outcome too: exit code 127, as a shell says it.</summary>
    public static async Task<Outcome> RunAsync(
        string program, IEnumerable<string> arguments, string? account, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(StartInfo(program, arguments, account))!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return new Outcome(process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        catch (Win32Exception exception)
        {
            return new Outcome(127, string.Empty, exception.Message);
        }
    }

    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string? account)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The current folder may be out of the other account's reach, and PostgreSQL insists on reading it.
            WorkingDirectory = "/",
        };
        if (account is not null) start.UserName = account;

        // PGDATA, PGPORT and their kin would bend both initdb and postgres; messages are parsed, so they come in English.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }
}
