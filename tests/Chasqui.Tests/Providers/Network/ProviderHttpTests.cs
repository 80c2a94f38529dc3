using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;
using Microsoft.Extensions.Options;

namespace Chasqui.Providers;

/// <summary>What a call's end says about whether it may be made again.</summary>
public sealed class ProviderHttpTests : IAsyncDisposable
{
    private const string Secret = "s3cr+t/ñ";
    private const string Text = "Hola ñandú & más";

    private static readonly ProviderSchema Schema = new("Test", "Of this test.",
        [new SettingField { Name = "password", Type = SettingType.Secret, Label = "Password" }]);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly RecordingWireLog _wire = new();
    private readonly ProviderHttp _http;

    public ProviderHttpTests()
    {
        _listener.Start();
        _http = new ProviderHttp(new EgressGuard(Options.Create(new EgressOptions { Allow = ["127.0.0.0/8"] })), _wire, TimeProvider.System);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/send");

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_answer_comes_with_its_status_body_headers_and_wait()
    {
        var serving = AnswerAsync("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nX-Id: 5\r\nContent-Length: 2\r\n\r\nno");

        var answer = (await PostAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<HttpOutcome.Answered>();

        answer.Status.ShouldBe(429);
        answer.Text.ShouldBe("no");
        answer.Headers["x-id"].ShouldBe("5");
        answer.RetryAfter.ShouldBe(TimeSpan.FromSeconds(7));
        await serving;
    }

    [Fact]
    public async Task A_refused_connection_is_safe_to_try_again()
    {
        _listener.Stop();

        var failure = (await PostAsync(TimeSpan.FromSeconds(20))).AsFailure("test").ShouldNotBeNull();

        failure.Class.ShouldBe(SendFailureClass.Transient);
    }

    [Fact]
    public async Task Silence_after_the_body_left_is_an_unknown_outcome()
    {
        var serving = ReadAndKeepQuietAsync();

        var failure = (await PostAsync(TimeSpan.FromMilliseconds(500))).AsFailure("test").ShouldNotBeNull();

        failure.Class.ShouldBe(SendFailureClass.UnknownOutcome);
        failure.Code.ShouldBe("test:timeout");
        (await serving).Dispose();
    }

    [Fact]
    public async Task A_reset_after_the_body_left_is_an_unknown_outcome()
    {
        var serving = Task.Run(async () =>
        {
            using var client = await ReadAndKeepQuietAsync();
            client.LingerState = new LingerOption(true, 0); // a reset, not an orderly end
        }, Cancellation);

        var failure = (await PostAsync(TimeSpan.FromSeconds(20))).AsFailure("test").ShouldNotBeNull();

        failure.Class.ShouldBe(SendFailureClass.UnknownOutcome);
        await serving;
    }

    [Fact]
    public async Task A_get_without_an_answer_is_unknown_too_because_the_address_is_the_work()
    {
        var serving = ReadAndKeepQuietAsync();

        var outcome = await _http.SendAsync(Account(), null, new HttpRequestMessage(HttpMethod.Get, Address), TimeSpan.FromMilliseconds(500), Cancellation);

        outcome.ShouldBeOfType<HttpOutcome.Unknown>();
        (await serving).Dispose();
    }

    [Fact]
    public async Task A_private_address_is_refused_before_anything_is_sent()
    {
        using var http = new ProviderHttp(new EgressGuard(Options.Create(new EgressOptions())), _wire, TimeProvider.System);

        var outcome = await http.SendAsync(Account(), null, new HttpRequestMessage(HttpMethod.Get, Address), TimeSpan.FromSeconds(20), Cancellation);

        outcome.AsFailure("test").ShouldNotBeNull().Code.ShouldBe("test:egressRefused");
        _listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        var serving = AnswerAsync("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n");

        (await PostAsync(TimeSpan.FromSeconds(20))).ShouldBeOfType<HttpOutcome.Answered>().Status.ShouldBe(302);
        await serving;
    }

    [Fact]
    public async Task The_log_holds_the_call_without_secret_text_or_number()
    {
        var serving = AnswerAsync($"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nto 59899123456 taken.");

        await PostAsync(TimeSpan.FromSeconds(20));

        await serving;
        var written = string.Join('\n', _wire.Entries.Select(entry => $"{entry.Summary}\n{entry.Body}"));
        written.ShouldContain("POST http://127.0.0.1");
        written.ShouldContain("HTTP 200");
        written.ShouldContain("taken.");
        foreach (var secret in new[] { Secret, Uri.EscapeDataString(Secret), Text, "ñandú", "59899123456", "9123" })
            written.ShouldNotContain(secret);
        _wire.Entries.ShouldAllBe(entry => entry.MessageId != null);
    }

    private Task<HttpOutcome> PostAsync(TimeSpan timeout)
    {
        var message = new OutboundMessage { Id = Id.New<MessageId>(TimeProvider.System), Sender = "Chasqui", To = PhoneNumber.FromStored("+59899123456"), Text = Text };
        var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new FormUrlEncodedContent([new("to", message.To.Value), new("text", message.Text), new("password", Secret)]),
        };
        return _http.SendAsync(Account(), message, request, timeout, Cancellation);
    }

    private static ProviderAccount Account() => new(
        new BusinessUnitId(Guid.Empty), new ProviderId(Guid.Empty), new ProviderSettings(Schema, JsonSerializer.SerializeToElement(new { password = Secret })));

    private async Task AnswerAsync(string answer)
    {
        using var client = await ReadAndKeepQuietAsync();
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer), Cancellation);
    }

    /// <summary>Takes a connection and its request, up to the body's end (or the head's, when there is none).</summary>
    private async Task<TcpClient> ReadAndKeepQuietAsync()
    {
        var client = await _listener.AcceptTcpClientAsync(Cancellation);
        var read = new StringBuilder();
        var buffer = new byte[4096];
        while (!read.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) || (read.ToString().StartsWith("POST", StringComparison.Ordinal) && !read.ToString().Contains("password=", StringComparison.Ordinal)))
            read.Append(Encoding.UTF8.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Cancellation)));
        return client;
    }

    private sealed class RecordingWireLog : IWireLog
    {
        public ConcurrentQueue<WireEntry> Entries { get; } = new();

        public void Record(ProviderAccount account, WireEntry entry) => Entries.Enqueue(entry);
    }
}
