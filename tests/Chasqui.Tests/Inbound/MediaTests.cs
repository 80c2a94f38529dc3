using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Chasqui.Accounts;
using Chasqui.Inbound.Media;
using Chasqui.Messages;
using Chasqui.Providers;
using Chasqui.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chasqui.Inbound;

public sealed class MediaTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private readonly ConcurrentDictionary<string, int> _asked = new();
    private TestServer _server = null!;
    private WebApplication _origin = null!;
    private string _address = "";
    private BusinessUnitId _unit;
    private ProviderId _provider;
    private string _sender = "";
    private int _messages;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Chasqui:Egress:Allow:0"] = "127.0.0.0/8",
            ["Chasqui:Media:MostBytes"] = "4096",
            ["Jobs:FirstRetry"] = "00:00:00.050",
        };
        _server = await TestServer.StartAsync(
            await TemplateDatabase.CopyAsync(postgres, Cancellation), settings, clock: null,
            builder => builder.Services.AddSingleton<IProviderKind, AlbumKind>(), Cancellation);
        await using (var tx = await _server.Database.BeginAcrossUnitsAsync(Cancellation))
            _unit = await tx.QuerySingleAsync<BusinessUnitId>("SELECT id FROM business_unit", null, Cancellation);
        _provider = await Seed.ProviderAsync(Cancellation);
        _sender = Seed.Number();
        await Seed.SenderAsync(Cancellation, _provider, _sender);
        await StartOriginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _origin.DisposeAsync();
    }

    private Seed Seed => new(_server.Database, _server.Clock, _unit);

    [Fact]
    public async Task A_picture_is_fetched_and_shown_in_a_sandbox()
    {
        var id = await ReceiveAsync($"{_address}/picture", "image/jpeg", "../holiday photo.exe");
        (await StateAsync(id)).ShouldBe("stored image/png");

        using var answer = await GetAsync(id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBe(Picture);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("image/png");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("holiday photo.png");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox; default-src 'none'");
    }

    [Theory]
    [InlineData("page")]
    [InlineData("drawing")]
    public async Task What_could_run_is_only_ever_saved(string path)
    {
        var id = await ReceiveAsync($"{_address}/{path}", "image/png");
        (await StateAsync(id)).ShouldBe("stored application/octet-stream");

        using var answer = await GetAsync(id);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("large", "It is larger than 4096 bytes.")]
    [InlineData("endless", "It is larger than 4096 bytes.")]
    [InlineData("missing", "Its address answered 404.")]
    [InlineData("inward", "Its address is one that this server may not reach.")]
    [InlineData("circle", "Its address leads on and on.")]
    [InlineData("elsewhere", "Its address is not one of the web.")]
    public async Task What_will_not_come_is_given_up_with_a_reason(string path, string fault)
    {
        var id = await ReceiveAsync($"{_address}/{path}");
        (await StateAsync(id)).ShouldBe($"gone {fault}");
        using var answer = await GetAsync(id);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reference_that_is_no_address_is_given_up_where_the_kind_cannot_be_asked() =>
        (await StateAsync(await ReceiveAsync("1234567"))).ShouldBe("gone It has no address, and its provider cannot be asked for it.");

    [Fact]
    public async Task A_server_in_trouble_is_asked_again()
    {
        (await StateAsync(await ReceiveAsync($"{_address}/troubled"))).ShouldBe("stored image/png");
        _asked["/troubled"].ShouldBe(3);
    }

    [Fact]
    public async Task A_redirect_is_followed() => (await StateAsync(await ReceiveAsync($"{_address}/moved"))).ShouldBe("stored image/png");

    [Fact]
    public async Task A_kind_that_can_is_asked_with_the_account_s_rights()
    {
        _provider = await Seed.ProviderAsync(Cancellation, AlbumKind.Word);
        (await StateAsync(await ReceiveAsync("album-1"))).ShouldBe("stored image/png");
        (await StateAsync(await ReceiveAsync("no such"))).ShouldBe("gone The provider no longer has it, or it is too large.");
    }

    [Fact]
    public async Task The_same_message_told_again_fetches_nothing_again()
    {
        var message = Message($"{_address}/picture", null, null);
        for (var time = 0; time < 2; time++)
            await _server.Service<IInboundSink>().AcceptAsync(_unit, _provider, message, Cancellation);
        (await ListAsync("SELECT id::text FROM media")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_sees_files_of_contacts_it_serves_and_no_others()
    {
        var id = await ReceiveAsync($"{_address}/picture");
        await StateAsync(id);
        using var answer = await (await ClientAsync("Agent")).GetAsync($"/api/v1/media/{id}", Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void Every_beginning_of_every_length_is_read_without_fault()
    {
        var random = new Random(7);
        byte[][] heads = [[], Picture, [0xFF, 0xD8, 0xFF], "RIFF0000WEBP"u8.ToArray(), "0000ftypisom"u8.ToArray(), "<svg"u8.ToArray(), "BEGIN:VCARD"u8.ToArray()];
        foreach (var head in heads)
        {
            for (var length = 0; length < 300; length++)
            {
                var content = new byte[length];
                random.NextBytes(content);
                head.AsSpan(0, Math.Min(head.Length, length)).CopyTo(content);
                MediaTypes.Detect(content).ShouldNotBeNullOrEmpty();
            }
        }
    }

    private InboundMessage Message(string reference, string? type, string? name) => new()
    {
        ProviderMessageId = $"media-{Interlocked.Increment(ref _messages)}",
        From = "+59899123456",
        To = _sender,
        Text = "",
        Media = [new InboundMedia(reference, type, name)],
    };

    private async Task<string> ReceiveAsync(string reference, string? type = null, string? name = null)
    {
        await _server.Service<IInboundSink>().AcceptAsync(_unit, _provider, Message(reference, type, name), Cancellation);
        return (await ListAsync("SELECT id::text FROM media ORDER BY id"))[^1];
    }

    private Task<string> StateAsync(string id) => Poll.UntilAsync(
        async () => (await ListAsync($"SELECT state || ' ' || coalesce(content_type, fault, '') FROM media WHERE id = '{id}'"))[0],
        state => !state.StartsWith("waiting", StringComparison.Ordinal), TimeSpan.FromSeconds(30), Cancellation);

    private async Task<HttpResponseMessage> GetAsync(string id) =>
        await (await ClientAsync(DefaultRoles.Administrator)).GetAsync($"/api/v1/media/{id}", Cancellation);

    private async Task<HttpClient> ClientAsync(string role)
    {
        await using var tx = await _server.Database.BeginAsync(_unit, Cancellation);
        var user = await _server.Service<Users>().AddAsync(tx, _unit, new NewUser
        {
            Email = $"{role.ToLowerInvariant().Replace(' ', '.')}-{Interlocked.Increment(ref _messages)}@test.example",
            Name = role,
            PasswordHash = null,
            RoleIds = [await BusinessUnits.RoleAsync(tx, _unit, role, Cancellation)],
        }, Cancellation);
        await tx.CommitAsync(Cancellation);
        return await _server.ClientAsync(_unit, user!.Value, Cancellation);
    }

    private async Task<IReadOnlyList<string>> ListAsync(string sql)
    {
        await using var tx = await _server.Database.BeginAcrossUnitsAsync(Cancellation);
        return await tx.QueryAsync<string>(sql, null, Cancellation);
    }

    private async Task StartOriginAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _origin = builder.Build();
        _origin.Urls.Add("http://127.0.0.1:0");
        _origin.MapGet("/{path}", async (string path, HttpContext context) =>
        {
            var times = _asked.AddOrUpdate($"/{path}", 1, (_, before) => before + 1);
            return path switch
            {
                "picture" => Results.Bytes(Picture, "text/html"),
                "page" => Results.Bytes(Encoding.UTF8.GetBytes("<html><script>alert(1)</script>"), "image/png"),
                "drawing" => Results.Bytes(Encoding.UTF8.GetBytes("<svg onload=\"alert(1)\" xmlns=\"http://www.w3.org/2000/svg\"/>"), "image/svg+xml"),
                "large" => Results.Bytes(new byte[4097], "image/png"),
                "endless" => await EndlessAsync(context),
                "inward" => Results.Redirect("http://169.254.169.254/latest/meta-data"),
                "elsewhere" => Results.Redirect("file:///etc/passwd"),
                "circle" => Results.Redirect("/circle"),
                "moved" => Results.Redirect("/picture"),
                "troubled" when times < 3 => Results.StatusCode(500),
                "troubled" => Results.Bytes(Picture, "image/png"),
                _ => Results.NotFound(),
            };
        });
        await _origin.StartAsync(Cancellation);
        _address = _origin.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    private static async Task<IResult> EndlessAsync(HttpContext context)
    {
        for (var chunk = 0; chunk < 1000 && !context.RequestAborted.IsCancellationRequested; chunk++)
            await context.Response.Body.WriteAsync(new byte[1024], CancellationToken.None);
        return Results.Empty;
    }

    private sealed class AlbumKind : IProviderKind
    {
        public const string Word = "album";

        public string Name => Word;

        public ProviderSchema Schema { get; } = new("Album", "Has pictures.", []);

        public IProviderConnection Open(ProviderAccount account) => new Album();
    }

    private sealed class Album : IProviderConnection, IMediaSource
    {
        public Task<MediaFile?> FetchAsync(InboundMedia media, long mostBytes, CancellationToken cancellationToken) =>
            Task.FromResult(media.Reference == "album-1" ? new MediaFile(Picture, "image/png", "one.png") : null);

        public Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken) =>
            Task.FromResult<SendResult>(new SendResult.Accepted([]));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
