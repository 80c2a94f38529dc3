using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>The files of the database: made once, then checked at each start.</summary>
internal static class PostgresCluster
{
    /// <summary>The superuser and the database have the product's name.</summary>
    public const string Name = "chasqui";

    /// <summary>
    /// Made aside and renamed when whole: a power cut in the middle leaves nothing that looks like a database.
    /// </summary>
    public static async Task CreateAsync(
        DataFolder folder, PostgresBinaries binaries, PostgresAccount account, string password, bool durable,
        CancellationToken cancellationToken)
    {
        var aside = folder.Cluster + ".new";
        var passwordFile = folder.Cluster + ".initdb";
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Unix.CreatePrivateFolder(aside);
        await account.OwnAsync(aside, cancellationToken);
        try
        {
            await DataFolder.WritePrivateAsync(passwordFile, password, cancellationToken);
            await account.OwnAsync(passwordFile, cancellationToken);
            // Encoding and sort order come from PostgreSQL itself, not from the machine, so a copied folder sorts the same.
            string[] arguments =
            [
                "-D", aside, "-U", Name, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8",
                "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--data-checksums",
                "--no-instructions", .. durable ? (string[])[] : ["--no-sync"],
            ];
            var made = await Command.RunAsync(binaries.InitDb, arguments, account.Name, cancellationToken);
            if (!made.Succeeded)
                throw new EmbeddedPostgresException($"The database cannot be created in {folder.Path}: {made.LastLine.TrimEnd('.')}.");
            Directory.Move(aside, folder.Cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public static async Task RequireUsableAsync(
        DataFolder folder, PostgresBinaries binaries, PostgresAccount account, CancellationToken cancellationToken)
    {
        var owner = await PostgresAccount.OwnerOfAsync(folder.Cluster, cancellationToken);
        if (owner != account.UserId)
        {
            var name = await PostgresAccount.NameOfAsync(owner, cancellationToken) ?? owner.ToString(CultureInfo.InvariantCulture);
            throw new EmbeddedPostgresException(
                $"The database in {folder.Cluster} belongs to the user {name}, so this account cannot open it: "
                + "start Chasqui as it was started before, or set Chasqui__DataFolder to another folder.");
        }

        var file = Path.Combine(folder.Cluster, "PG_VERSION");
        if (!File.Exists(file))
            throw new EmbeddedPostgresException(
                $"{folder.Cluster} is not a PostgreSQL database (it has no PG_VERSION): move it away, or restore it from your backup.");
        var made = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        if (!string.Equals(made, binaries.Version.Major.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            throw new EmbeddedPostgresException(
                $"The database in {folder.Cluster} was made by PostgreSQL {made} and this is PostgreSQL {binaries.Version.Major}: "
                + "move it over with pg_dump and pg_restore (docs/operations.md), or start the release that made it.");
    }
}
