using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>
/// A shell that waits on a pipe from us and stops PostgreSQL when the pipe closes without a word: so the database does not
/// outlive a server that was killed. Should this fail too, the next start clears up.
/// </summary>
internal sealed class PostgresWatchdog : IDisposable
{
    private const string Script =
        """
        trap '' INT HUP TERM
        read -r word
        [ "$word" = done ] && exit 0
        read -r running < "$1/postmaster.pid"
        [ "$running" = "$0" ] && kill -INT "$0"
        """;

    private readonly Process _shell;

    private PostgresWatchdog(Process shell) => _shell = shell;

    /// <summary>Null when there is no shell to run it.</summary>
    public static PostgresWatchdog? Start(int processId, string clusterFolder, PostgresAccount account)
    {
        var start = Command.StartInfo(
            "/bin/sh", ["-c", Script, processId.ToString(CultureInfo.InvariantCulture), clusterFolder], account.Name);
        start.RedirectStandardInput = true;
        try
        {
            return new PostgresWatchdog(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>What our death does: closes the pipe.</summary>
    internal void Abandon() => _shell.StandardInput.Close();

    public void Dispose()
    {
        try
        {
            _shell.StandardInput.WriteLine("done");
            _shell.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The shell was ended or abandoned: nothing is left to dismiss.
        }

        _shell.Dispose();
    }
}
