using System.Diagnostics;
using static Chasqui.Database.Embedded.PrivatePostgres;

namespace Chasqui.Database.Embedded;

/// <summary>What stands in the way is named in one sentence, with the setting to change.</summary>
public sealed class EmbeddedPostgresRefusalTests
{
    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        using var folder = new PrivatePostgres();
        await using var first = await folder.StartAsync();

        var refused = await RefusedAsync(folder.Options);

        refused.ShouldBe(
            $"Another Chasqui server (process {Environment.ProcessId}) is using the data folder {folder.Path}: "
            + "stop it first, or set Chasqui__DataFolder to another folder.");
        (await ScalarAsync(first, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task The_folder_is_free_again_after_a_refused_start()
    {
        using var folder = new PrivatePostgres();
        await RefusedAsync(folder.Options with { BinariesFolder = folder.Path });

        await using var postgres = await folder.StartAsync();

        postgres.ProcessId.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_configured_folder_without_PostgreSQL_is_named()
    {
        using var folder = new PrivatePostgres();

        var refused = await RefusedAsync(folder.Options with { BinariesFolder = Path.Combine(folder.Path, "nowhere") });

        refused.ShouldBe($"There is no bin/postgres in {folder.Path}/nowhere: correct Chasqui__PostgresFolder, or leave it out.");
    }

    [Fact]
    public async Task Programs_that_are_not_installed_are_asked_for()
    {
        using var folder = new PrivatePostgres();
        var account = await PostgresAccount.ChooseAsync(folder.Cluster, Cancellation);

        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(
            PostgresBinaries.FindAsync(null, folder.Path, account, Cancellation));

        refused.Message.ShouldBe(
            "The PostgreSQL programs are not here: run 'make setup', or set Chasqui__PostgresFolder to a PostgreSQL, "
            + "or ConnectionStrings__Chasqui to a running one.");
    }

    [Fact]
    public async Task Programs_that_do_not_run_are_explained()
    {
        using var folder = new PrivatePostgres();
        var broken = Path.Combine(folder.Path, "broken", "bin");
        Directory.CreateDirectory(broken);
        await File.WriteAllTextAsync(
            Path.Combine(broken, "postgres"), "#!/bin/sh\necho libicuuc.so.60: cannot open shared object file >&2; exit 127\n", Cancellation);
        Process.Start("chmod", ["+x", Path.Combine(broken, "postgres")]).WaitForExit();

        var refused = await RefusedAsync(folder.Options with { BinariesFolder = Path.Combine(folder.Path, "broken") });

        refused.ShouldContain("do not run on this machine (libicuuc.so.60: cannot open shared object file)");
    }

    [Fact]
    public async Task A_database_of_another_major_version_is_named()
    {
        using var folder = new PrivatePostgres();
        await using (await folder.StartAsync())
        {
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, "PG_VERSION"), "16\n", Cancellation);
        var refused = await RefusedAsync(folder.Options);

        refused.ShouldContain("was made by PostgreSQL 16 and this is PostgreSQL 18");
    }

    [Fact]
    public async Task A_lost_password_file_is_named()
    {
        using var folder = new PrivatePostgres();
        await using (await folder.StartAsync())
        {
        }

        File.Delete(Path.Combine(folder.Path, "postgres.password"));
        var refused = await RefusedAsync(folder.Options);

        refused.ShouldContain($"{folder.Path}/postgres.password is missing");
    }

    [Fact]
    public async Task A_data_folder_of_another_user_is_named()
    {
        using var folder = new PrivatePostgres();
        // Root may give a folder away; anybody else finds one that is root's.
        var foreign = Environment.IsPrivilegedProcess ? Path.Combine(folder.Path, "theirs") : "/usr";
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory(foreign);
            Process.Start("chown", ["nobody", foreign]).WaitForExit();
        }

        var refused = await RefusedAsync(new EmbeddedPostgresOptions { DataFolder = foreign });

        refused.ShouldStartWith($"The data folder {foreign} belongs to the user ");
        refused.ShouldContain("set Chasqui__DataFolder to a folder of your own");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_within_the_time_of_a_start()
    {
        using var folder = new PrivatePostgres();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        var refused = await RefusedAsync(folder.Options with { Port = port });

        refused.ShouldContain($"port {port}");
    }

    [Fact]
    public async Task A_file_in_place_of_the_data_folder_is_named()
    {
        using var folder = new PrivatePostgres();
        var file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, string.Empty, Cancellation);

        var refused = await RefusedAsync(new EmbeddedPostgresOptions { DataFolder = file });

        refused.ShouldBe($"The data folder {file} is a file: set Chasqui__DataFolder to a folder.");
    }

    private static async Task<string> RefusedAsync(EmbeddedPostgresOptions options)
    {
        var refused = await Should.ThrowAsync<EmbeddedPostgresException>(StartAsync(options));
        refused.Message.ShouldNotContain('\n');
        return refused.Message;
    }
}
