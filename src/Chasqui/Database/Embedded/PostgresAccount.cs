using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>
/// The account PostgreSQL runs under: ours, or an unprivileged one when we are root, because PostgreSQL refuses root.
/// </summary>
/// <param name="Name">Null when it is our own.</param>
internal sealed record PostgresAccount(string? Name, uint UserId)
{
    /// <summary>
    /// As root, the owner of an existing database goes first: <c>postgres</c> may have been installed after <c>nobody</c>
    /// made the files, and PostgreSQL insists on owning them.
    /// </summary>
    public static async Task<PostgresAccount> ChooseAsync(string clusterFolder, CancellationToken cancellationToken)
    {
        var own = Unix.EffectiveUserId();
        if (own != 0) return new PostgresAccount(null, own);

        if (Directory.Exists(clusterFolder))
        {
            var owner = await OwnerOfAsync(clusterFolder, cancellationToken);
            if (owner != 0 && await NameOfAsync(owner, cancellationToken) is { } name) return new PostgresAccount(name, owner);
        }

        foreach (var name in (string[])["postgres", "nobody"])
        {
            var found = await Command.RunAsync("id", ["-u", name], null, cancellationToken);
            if (found.Succeeded && uint.TryParse(found.Output, CultureInfo.InvariantCulture, out var id))
                return new PostgresAccount(name, id);
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root and neither the account 'postgres' nor 'nobody' exists here: "
            + "start Chasqui as an ordinary user, or create the account 'postgres'.");
    }

    /// <summary>.NET does not tell who owns a file; <c>ls -n</c> does on every Unix.</summary>
    public static async Task<uint> OwnerOfAsync(string path, CancellationToken cancellationToken)
    {
        var listed = await Command.RunAsync("ls", ["-ldn", path], null, cancellationToken);
        var columns = listed.Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return listed.Succeeded && columns.Length > 3 && uint.TryParse(columns[2], CultureInfo.InvariantCulture, out var owner)
            ? owner
            : throw new EmbeddedPostgresException($"The owner of {path} cannot be read: {listed.LastLine}.");
    }

    public static async Task<string?> NameOfAsync(uint userId, CancellationToken cancellationToken)
    {
        var found = await Command.RunAsync("id", ["-un", userId.ToString(CultureInfo.InvariantCulture)], null, cancellationToken);
        return found.Succeeded && found.Output.Length > 0 ? found.Output : null;
    }

    /// <summary>Gives the file or folder to this account. Nothing to do when it is ours already.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is null) return;
        var changed = await Command.RunAsync("chown", [Name, path], null, cancellationToken);
        if (!changed.Succeeded)
            throw new EmbeddedPostgresException($"{path} cannot be given to the account '{Name}': {changed.LastLine}.");
    }

    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        Name is null || (await Command.RunAsync("/bin/sh", ["-c", "cd \"$0\"", folder], Name, cancellationToken)).Succeeded;
}
