using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Chasqui.Jobs;
using Chasqui.Messages;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Dialers.Imports;

/// <summary>Files of many rows, and what may befall them on their way.</summary>
public sealed class LargeFilesTests(DialersFixture dialers) : IClassFixture<DialersFixture>
{
    private const string ReceivingSql =
        "SELECT id FROM import WHERE business_unit_id = @business_unit_id AND state = 'receiving' ORDER BY id DESC LIMIT 1";

    private const string StateSql =
        "SELECT state || ' ' || coalesce(failure_code, '') FROM import WHERE business_unit_id = @business_unit_id AND id = @id";

    private const string CountsSql =
        """
        SELECT (SELECT count(*) FROM message WHERE business_unit_id = @business_unit_id AND import_id = @id)::integer AS messages,
               (SELECT count(*) FROM outbox
                JOIN message ON message.business_unit_id = outbox.business_unit_id AND message.id = outbox.message_id
                WHERE message.business_unit_id = @business_unit_id AND message.import_id = @id)::integer AS waiting
        """;

    private const string BackDateSql = "UPDATE job SET due_at = now() WHERE kind = @kind AND subject_id = @subject_id";
    private const string ForgetStagedSql = "DELETE FROM import_row WHERE business_unit_id = @business_unit_id AND import_id = @id";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fifty_thousand_rows_are_accounted_for_to_the_last()
    {
        // Every tenth number is bad, every hundredth row repeats an earlier one.
        var import = await dialers.ImportAsync(
            dialers.Campsms, File(50_000, row => row % 10 == 3 ? "12" : Number(row % 100 == 50 ? row - 1 : row)), strict: false, Cancel);

        import.State.ShouldBe(ImportState.Done, import.FailureCode);
        (import.Rows, import.Imported, import.Duplicates, import.Blocked, import.Rejected).ShouldBe((50_000, 44_500, 500, 0, 5_000));
        (await CountsAsync(import.Id)).ShouldBe((44_500, 44_500));
        import.Errors.Count.ShouldBe(100);
        var errors = await (await dialers.Admin.GetAsync($"/api/v1/imports/{import.Id.Value}/errors.csv", Cancel))
            .Content.ReadAsStringAsync(Cancel);
        errors.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(5_001);
        await dialers.NothingStagedAsync(Cancel);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_nothing_behind()
    {
        var id = await BreakUploadAsync(rows: 20_000);
        await Poll.UntilAsync(() => StateAsync(id), state => state == "failed uploadBroken", TimeSpan.FromSeconds(10), Cancel);
        await dialers.NothingStagedAsync(Cancel);
        (await CountsAsync(id)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_upload_whose_node_died_is_given_up_when_nothing_is_heard_of_it()
    {
        // A node that dies says nothing: only the row and the job it set stay behind.
        var id = Id.New<ImportId>(TimeProvider.System);
        await using (var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel))
        {
            var import = new NewImport { Kind = ImportKind.Messages, DialerId = dialers.Campsms, FileName = "lost.csv" };
            await ImportRecord.InsertAsync(
                tx, dialers.Server.BusinessUnit, id, import, Guid.Empty, dialers.Server.Clock.GetUtcNow(), Cancel);
            await tx.CommitAsync(Cancel);
        }

        (await StateAsync(id)).ShouldBe("receiving ");
        await using (var tx = await dialers.Server.Database.BeginAcrossUnitsAsync(Cancel))
        {
            await tx.ExecuteAsync(BackDateSql, new { kind = ImportRecord.UploadJob, subject_id = id.Value }, Cancel);
            tx.Wake(WakeTopic.Jobs);
            await tx.CommitAsync(Cancel);
        }

        await Poll.UntilAsync(() => StateAsync(id), state => state == "failed uploadBroken", TimeSpan.FromSeconds(10), Cancel);
    }

    [Fact]
    public async Task A_sign_of_life_keeps_an_upload_that_was_about_to_be_given_up()
    {
        var unit = dialers.Server.BusinessUnit;
        var id = await StageAsync(rows: 1);
        var overdue = new Job
        {
            Kind = ImportRecord.UploadJob,
            SubjectId = id.Value,
            BusinessUnitId = unit,
            Payload = "{}",
            Attempts = 1,
            LeaseUntil = DateTimeOffset.UnixEpoch,
        };
        await using (var tx = await dialers.Server.Database.BeginAsync(unit, Cancel))
        {
            (await ImportRecord.BeatAsync(tx, unit, id, dialers.Server.Clock.GetUtcNow(), Cancel)).ShouldBeTrue();
            await tx.CommitAsync(Cancel);
        }

        await dialers.Server.Services.GetServices<IJobHandler>().OfType<UploadTimeout>().Single().HandleAsync(overdue, Cancel);
        (await StateAsync(id)).ShouldBe("receiving ");

        // Given up, there is no way back: a late chunk finds no import to belong to.
        await using var late = await dialers.Server.Database.BeginAsync(unit, Cancel);
        await ImportRecord.GiveUpAsync(late, unit, id, ImportFailure.UploadBroken, dialers.Server.Clock.GetUtcNow(), Cancel);
        (await ImportRecord.BeatAsync(late, unit, id, dialers.Server.Clock.GetUtcNow(), Cancel)).ShouldBeFalse();
        (await new Staging(unit, id).WriteAsync(late, dialers.Server.Clock.GetUtcNow(), Cancel)).ShouldBeFalse();
        await late.CommitAsync(Cancel);
    }

    [Fact]
    public async Task Rows_lost_in_a_crash_of_the_database_fail_the_import_as_a_whole()
    {
        var id = await StageAsync(rows: 100);
        await using (var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel))
        {
            await tx.ExecuteAsync(ForgetStagedSql, new { business_unit_id = dialers.Server.BusinessUnit, id }, Cancel);
            await ImportRecord.ReceivedAsync(
                tx, dialers.Server.BusinessUnit, id, new ImportPayload(), dialers.Server.Clock.GetUtcNow(), Cancel);
            await tx.CommitAsync(Cancel);
        }

        await Poll.UntilAsync(() => StateAsync(id), state => state == "failed stagingLost", TimeSpan.FromSeconds(10), Cancel);
        (await CountsAsync(id)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Processing_that_was_cut_off_goes_on_where_it_stopped_and_imports_nothing_twice()
    {
        const int Rows = 23_000;
        var id = await StageAsync(Rows);
        await using (var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel))
        {
            await ImportRecord.ReceivedAsync(
                tx, dialers.Server.BusinessUnit, id, new ImportPayload(), dialers.Server.Clock.GetUtcNow(), Cancel);
            // Held by a node that is about to die.
            await JobQueue.CancelAsync(tx, ImportRecord.ProcessJob, id.Value, Cancel);
            await tx.CommitAsync(Cancel);
        }

        using (var death = new CancellationTokenSource())
        {
            var process = dialers.Server.Services.GetServices<IJobHandler>().OfType<ProcessImport>().Single();
            var job = new Job
            {
                Kind = ImportRecord.ProcessJob,
                SubjectId = id.Value,
                BusinessUnitId = dialers.Server.BusinessUnit,
                Payload = "{}",
                Attempts = 1,
                LeaseUntil = DateTimeOffset.UnixEpoch,
            };
            var dying = process.HandleAsync(job, death.Token);
            await Poll.UntilAsync(() => CountsAsync(id), counts => counts.Messages > 0, TimeSpan.FromSeconds(20), Cancel);
            await death.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(dying);
        }

        var halfway = await CountsAsync(id);
        halfway.Messages.ShouldBeInRange(1, Rows - 1);
        (halfway.Messages % 5_000).ShouldBe(0);

        await using (var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel))
        {
            await JobQueue.SetAsync(tx, ImportRecord.ProcessJob, id.Value, dialers.Server.BusinessUnit, TimeSpan.Zero, null, Cancel);
            await tx.CommitAsync(Cancel);
        }

        var import = await dialers.EndAsync(id, Cancel);
        (import.State, import.Imported).ShouldBe((ImportState.Done, Rows));
        (await CountsAsync(id)).ShouldBe((Rows, Rows));
    }

    [Fact]
    public async Task A_file_too_large_is_refused_before_it_is_read()
    {
        using var socket = await ConnectAsync();
        await SendAsync(socket, RequestHead($"Content-Length: {ReceiveUpload.MaxBytes + 1}"));
        (await ReceiveAsync(socket)).ShouldStartWith("HTTP/1.1 413");
    }

    private static string Number(int row) => (91_000_000 + row).ToString("'0'00000000", CultureInfo.InvariantCulture);

    private static MemoryStream File(int rows, Func<int, string> number)
    {
        var text = new StringBuilder("campaign;destination;message;priority\n");
        for (var row = 0; row < rows; row++)
            text.Append(CultureInfo.InvariantCulture, $"campsms;{number(row)};Your code is {row};9999;\n");
        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>An import whose rows are all staged, and whose upload has not ended.</summary>
    private async Task<ImportId> StageAsync(int rows)
    {
        var (unit, id) = (dialers.Server.BusinessUnit, Id.New<ImportId>(TimeProvider.System));
        var staging = new Staging(unit, id);
        for (var row = 0; row < rows; row++)
        {
            PhoneNumber.TryParse(Number(row), "UY", out var number, out _).ShouldBeTrue();
            staging.Add(new GoodRow { Line = row + 1, Dialer = dialers.Campsms, Number = number, Text = "hi" });
        }

        await using var tx = await dialers.Server.Database.BeginAsync(unit, Cancel);
        var import = new NewImport { Kind = ImportKind.Messages, DialerId = dialers.Campsms, FileName = "staged.csv" };
        await ImportRecord.InsertAsync(tx, unit, id, import, Guid.Empty, dialers.Server.Clock.GetUtcNow(), Cancel);
        await staging.WriteAsync(tx, dialers.Server.Clock.GetUtcNow(), Cancel);
        await tx.CommitAsync(Cancel);
        return id;
    }

    private async Task<ImportId> BreakUploadAsync(int rows)
    {
        var body = File(rows, Number).ToArray();
        using var socket = await ConnectAsync();
        await SendAsync(socket, RequestHead($"Content-Length: {body.Length * 2}"));
        await socket.SendAsync(body, Cancel);
        var id = await Poll.UntilAsync(ReceivingAsync, found => found is not null, TimeSpan.FromSeconds(10), Cancel);
        await Poll.UntilAsync(
            () => dialers.Admin.ReadAsync<Import>($"/api/v1/imports/{id}", Cancel),
            import => import.Rows >= 5_000, TimeSpan.FromSeconds(20), Cancel);
        return new ImportId(id!.Value);
    }

    private string RequestHead(string length)
    {
        var cookie = dialers.Admin.DefaultRequestHeaders.GetValues("Cookie").Single();
        return $"POST /api/v1/dialers/{dialers.Campsms.Value}/imports HTTP/1.1\r\nHost: {dialers.Server.Server.Address.Authority}\r\n"
            + $"Content-Type: text/csv\r\nCookie: {cookie}\r\n{length}\r\n\r\n";
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(dialers.Server.Server.Address.Host, dialers.Server.Server.Address.Port, Cancel);
        return socket;
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text), Cancel);

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancel));
    }

    private async Task<Guid?> ReceivingAsync()
    {
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        return await tx.QuerySingleOrDefaultAsync<Guid?>(ReceivingSql, new { business_unit_id = dialers.Server.BusinessUnit }, Cancel);
    }

    private async Task<string> StateAsync(ImportId id)
    {
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        return await tx.QuerySingleAsync<string>(StateSql, new { business_unit_id = dialers.Server.BusinessUnit, id }, Cancel);
    }

    private async Task<(int Messages, int Waiting)> CountsAsync(ImportId id)
    {
        await using var tx = await dialers.Server.Database.BeginAsync(dialers.Server.BusinessUnit, Cancel);
        return await tx.QuerySingleAsync<(int, int)>(CountsSql, new { business_unit_id = dialers.Server.BusinessUnit, id }, Cancel);
    }
}
