using Chasqui.Lab;
using Microsoft.AspNetCore.Http;

namespace Chasqui.Providers.Compliance;

/// <summary>Answers every request with the same words: for what a carrier says once in a year.</summary>
internal sealed class PlayedServer : HttpSimulator
{
    private readonly LabAnswer _answer;

    private PlayedServer(LabAnswer answer) => _answer = answer;

    public override string Kind => "played";

    public override string Instructions => "";

    public static async Task<PlayedServer> StartAsync(string answer, CancellationToken cancellationToken, int status = 200)
    {
        var server = new PlayedServer(new LabAnswer(status, answer));
        await server.ListenAsync(0, cancellationToken);
        return server;
    }

    public override Task<IReadOnlyList<LabCall>> TellAsync(LabMessage message, string state, string? code, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LabCall>>([]);

    public override Task<IReadOnlyList<LabCall>> BringAsync(LabText text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LabCall>>([]);

    protected override Task HandleAsync(HttpContext context, string body) => AnswerAsync(context, _answer);
}
