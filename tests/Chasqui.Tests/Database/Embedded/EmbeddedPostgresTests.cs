using System.Diagnostics;
using Npgsql;
using static Chasqui.Database.Embedded.PrivatePostgres;

namespace Chasqui.Database.Embedded;

public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task The_next_start_finds_what_the_last_one_stored()
    {
        using var folder = new PrivatePostgres();
        await using (var first = await folder.StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yesterday')");
        }

        File.Exists(folder.PidFile).ShouldBeFalse("a clean stop leaves no pid file");
        await using var second = await folder.StartAsync();

        (await ScalarAsync(second, "SELECT word FROM kept")).ShouldBe("yesterday");
    }

    [Fact]
    public async Task Encoding_order_and_integrity_do_not_depend_on_the_machine()
    {
        using var folder = new PrivatePostgres();
        await using var postgres = await folder.StartAsync();

        const string sql =
            """
            SELECT concat_ws(' ', pg_encoding_to_char(encoding), datlocprovider, datlocale, current_setting('data_checksums'),
                             current_setting('TimeZone'), upper('ñandú'))
            FROM pg_database WHERE datname = current_database()
            """;
        (await ScalarAsync(postgres, sql)).ShouldBe("UTF8 b C.UTF-8 on UTC ÑANDÚ");
    }

    [Fact]
    public async Task Only_the_password_opens_it()
    {
        using var folder = new PrivatePostgres();
        await using var postgres = await folder.StartAsync();

        var wrong = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Password = "chasqui", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Should.ThrowAsync<PostgresException>(connection.OpenAsync(Cancellation));

        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
        var password = Path.Combine(folder.Path, "postgres.password");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(password).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_killed_postmaster_is_started_again_at_the_same_address_with_everything_committed()
    {
        using var folder = new PrivatePostgres();
        await using var postgres = await folder.StartAsync();
        await ExecuteAsync(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('committed')");
        await ExecuteAsync(postgres, "CHECKPOINT");

        var killed = postgres.ProcessId!.Value;
        Unix.Signal(killed, Unix.SigKill).ShouldBeTrue();
        await EventuallyAsync(
            () => postgres.ProcessId is { } now && now != killed && PostmasterPid.Read(folder.Cluster) is { IsReady: true } pid
                && pid.ProcessId == now,
            "PostgreSQL runs again");

        (await ScalarAsync(postgres, "SELECT word FROM kept")).ShouldBe("committed");
    }

    [Fact]
    public async Task A_failed_statement_leaves_no_text_in_the_log()
    {
        using var folder = new PrivatePostgres();
        await using (var postgres = await folder.StartAsync())
        {
            await ExecuteAsync(postgres, "CREATE TABLE person (phone text UNIQUE); INSERT INTO person VALUES ('secret-1')");
            await Should.ThrowAsync<PostgresException>(ExecuteAsync(postgres, "INSERT INTO person VALUES ('secret-1')"));
            await Should.ThrowAsync<PostgresException>(ScalarAsync(postgres, "SELECT 'secret-2'::int"));
        }

        var log = await File.ReadAllTextAsync(Path.Combine(folder.Path, "postgres.log"), Cancellation);
        log.ShouldContain("database system is ready");
        log.ShouldNotContain("secret");
    }

    [Fact]
    public async Task An_orphan_is_stopped_and_its_data_kept()
    {
        using var folder = new PrivatePostgres();
        using var orphan = await folder.LeaveOrphanAsync();

        await using var postgres = await folder.StartAsync();

        await orphan.WaitForExitAsync(Cancellation);
        postgres.ProcessId.ShouldNotBe(orphan.Id);
        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task Everything_killed_at_once_is_survived()
    {
        using var folder = new PrivatePostgres();
        using (var orphan = await folder.LeaveOrphanAsync())
        {
            foreach (var process in PostgresProcessTable.On(folder.Cluster)) Unix.Signal(process, Unix.SigKill);
            orphan.Kill();
            await orphan.WaitForExitAsync(Cancellation);
        }

        File.Exists(folder.PidFile).ShouldBeTrue("a killed PostgreSQL leaves its pid file");
        await using var postgres = await folder.StartAsync();

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_pid_that_another_program_has_got_since_is_no_obstacle_and_that_program_lives()
    {
        using var folder = new PrivatePostgres();
        await using (await folder.StartAsync())
        {
        }

        var account = await PostgresAccount.ChooseAsync(folder.Cluster, Cancellation);
        // The same account as PostgreSQL's: its own check asks just whether the process can be signalled.
        using var stranger = Process.Start(Command.StartInfo("sleep", ["600"], account.Name))!;
        try
        {
            await WritePidFileAsync(folder, account, stranger.Id);
            await using var postgres = await folder.StartAsync();

            (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
            stranger.HasExited.ShouldBeFalse();
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_pid_of_another_user_is_no_obstacle()
    {
        using var folder = new PrivatePostgres();
        await using (await folder.StartAsync())
        {
        }

        var account = await PostgresAccount.ChooseAsync(folder.Cluster, Cancellation);
        await WritePidFileAsync(folder, account, 1);
        await using var postgres = await folder.StartAsync();

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_zombie_is_no_obstacle()
    {
        using var folder = new PrivatePostgres();
        await using (await folder.StartAsync())
        {
        }

        var account = await PostgresAccount.ChooseAsync(folder.Cluster, Cancellation);
        // The shell's first child ends at once; exec replaces the shell by a program that never asks for it.
        using var parent = Process.Start(Command.StartInfo("/bin/sh", ["-c", "true & echo $!; exec sleep 600"], account.Name))!;
        try
        {
            var zombie = int.Parse((await parent.StandardOutput.ReadLineAsync(Cancellation))!, System.Globalization.CultureInfo.InvariantCulture);
            await WritePidFileAsync(folder, account, zombie);
            await using var postgres = await folder.StartAsync();

            (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public async Task PostgreSQL_ends_when_its_server_is_gone_without_a_word()
    {
        using var folder = new PrivatePostgres();
        using var orphan = await folder.LeaveOrphanAsync();
        var account = await PostgresAccount.ChooseAsync(folder.Cluster, Cancellation);

        // The pipe's closing is all that the watchdog sees of a kill -9.
        using (var watchdog = PostgresWatchdog.Start(orphan.Id, folder.Cluster, account).ShouldNotBeNull()) watchdog.Abandon();

        await orphan.WaitForExitAsync(Cancellation);
        orphan.ExitCode.ShouldBe(0);
    }

    private static async Task WritePidFileAsync(PrivatePostgres folder, PostgresAccount account, int processId)
    {
        await File.WriteAllTextAsync(
            folder.PidFile, $"{processId}\n{folder.Cluster}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n", Cancellation);
        await account.OwnAsync(folder.PidFile, Cancellation);
    }
}
