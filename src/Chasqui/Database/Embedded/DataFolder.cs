using System.Globalization;
using System.Security.Cryptography;

namespace Chasqui.Database.Embedded;

/// <summary>
/// The server's data folder, held by one server at a time. The lock is the operating system's, so it ends with the process,
/// however it ends.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    /// <summary>Without symbolic links, as the kernel reports the current folder of a process.</summary>
    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public string Log => System.IO.Path.Combine(Path, "postgres.log");

    private string PasswordFile => System.IO.Path.Combine(Path, "postgres.password");

    public static async Task<DataFolder> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        folder = System.IO.Path.GetFullPath(folder);
        if (File.Exists(folder))
            throw new EmbeddedPostgresException($"The data folder {folder} is a file: set Chasqui__DataFolder to a folder.");

        try
        {
            if (!Directory.Exists(folder))
                Unix.CreatePrivateFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The data folder {folder} cannot be created ({exception.Message.TrimEnd('.')}): set Chasqui__DataFolder to a folder you may write.",
                exception);
        }

        await RequireOwnAsync(folder, cancellationToken);
        var @lock = await LockAsync(System.IO.Path.Combine(folder, "chasqui.lock"), cancellationToken);
        var physical = await Command.RunAsync("/bin/sh", ["-c", "cd \"$0\" && pwd -P", folder], null, cancellationToken);
        return new DataFolder(physical.Succeeded ? physical.Output : folder, @lock);
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The superuser's password. Made at the first start; readable by the server's account only.</summary>
    public async Task<string> PasswordAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(PasswordFile)) return (await File.ReadAllTextAsync(PasswordFile, cancellationToken)).Trim();
        if (Directory.Exists(Cluster))
            throw new EmbeddedPostgresException(
                $"{PasswordFile} is missing, so the database beside it cannot be opened: put the file back from your backup of {Path}.");

        var password = RandomNumberGenerator.GetHexString(48, lowercase: true);
        await WritePrivateAsync(PasswordFile, password, cancellationToken);
        return password;
    }

    public static async Task WritePrivateAsync(string path, string text, CancellationToken cancellationToken)
    {
        var whole = path + ".new";
        File.Delete(whole);
        await using (var writer = new StreamWriter(whole, Unix.PrivateFile(FileMode.CreateNew, FileShare.None)))
            await writer.WriteAsync(text.AsMemory(), cancellationToken);
        // Never a half-written password: the rename is all or nothing.
        File.Move(whole, path, overwrite: true);
    }

    /// <summary>Lets the database's account pass through this folder to the cluster, and nothing more.</summary>
    public async Task AdmitAsync(PostgresAccount account, CancellationToken cancellationToken)
    {
        if (await account.CanEnterAsync(Path, cancellationToken)) return;

        var group = await Command.RunAsync("id", ["-g", account.Name!], null, cancellationToken);
        if (group.Succeeded && (await Command.RunAsync("chgrp", [group.Output, Path], null, cancellationToken)).Succeeded)
            Unix.LetGroupPass(Path);
        if (await account.CanEnterAsync(Path, cancellationToken)) return;

        throw new EmbeddedPostgresException(
            $"As root the database runs under the account '{account.Name}', which cannot reach {Path}: "
            + "set Chasqui__DataFolder to a folder outside private ones, for example /var/lib/chasqui.");
    }

    private static async Task RequireOwnAsync(string folder, CancellationToken cancellationToken)
    {
        var owner = await PostgresAccount.OwnerOfAsync(folder, cancellationToken);
        var own = Unix.EffectiveUserId();
        if (owner == own) return;

        var ownerName = await PostgresAccount.NameOfAsync(owner, cancellationToken) ?? owner.ToString(CultureInfo.InvariantCulture);
        var ownName = await PostgresAccount.NameOfAsync(own, cancellationToken) ?? own.ToString(CultureInfo.InvariantCulture);
        throw new EmbeddedPostgresException(
            $"The data folder {folder} belongs to the user {ownerName}, and this is {ownName}: "
            + $"start Chasqui as {ownerName}, or set Chasqui__DataFolder to a folder of your own.");
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            stream.SetLength(0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            stream.Flush();
            return stream;
        }
        catch (IOException exception) when (IsLockedByAnother(exception))
        {
            throw new EmbeddedPostgresException(
                $"Another Chasqui server{await HolderOfAsync(path, cancellationToken)} is using the data folder {System.IO.Path.GetDirectoryName(path)}: "
                + "stop it first, or set Chasqui__DataFolder to another folder.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                $"The data folder cannot be written ({exception.Message.TrimEnd('.')}): make room or repair its permissions, "
                + "or set Chasqui__DataFolder to another folder.", exception);
        }
    }

    /// <summary>EWOULDBLOCK is 11 on Linux and 35 on macOS; .NET passes it on as it is.</summary>
    private static bool IsLockedByAnother(IOException exception) => exception.HResult is 11 or 35;

    /// <summary>.NET would ask for a lock to read it too, and be refused; <c>cat</c> does not.</summary>
    private static async Task<string> HolderOfAsync(string path, CancellationToken cancellationToken)
    {
        var read = await Command.RunAsync("cat", [path], null, cancellationToken);
        return int.TryParse(read.Output, CultureInfo.InvariantCulture, out var holder) ? $" (process {holder})" : string.Empty;
    }
}
