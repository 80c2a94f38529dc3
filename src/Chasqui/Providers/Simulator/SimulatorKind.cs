using System.Text.Json;
using Chasqui.Messages;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.Simulator;

/// <summary>The simulated carrier as a provider: for trying out, for demonstrations, and for tests that check our books against another's.</summary>
internal sealed class SimulatorKind(ISimulatedCarrier carrier, IWireLog wire, TimeProvider time) : IProviderKind
{
    public const string Word = "simulator";

    public string Name => Word;

    public bool Checks => true;

    public ProviderSchema Schema { get; } = new("Simulator", "A carrier inside this server, with virtual handsets: to try everything out without one.",
    [
        new SettingField
        {
            Name = "answerTimeoutMilliseconds",
            Type = SettingType.Number,
            Label = "Wait for an answer (ms)",
            Help = "How long an answer is waited for before the message counts as unknown.",
            Default = "3000",
            Least = 10,
            Most = 60_000,
        },
    ]);

    public IProviderConnection Open(ProviderAccount account) => new SimulatorConnection(
        account, carrier, wire, TimeSpan.FromMilliseconds(account.Settings.Integer("answerTimeoutMilliseconds")), time);
}

/// <param name="account">Whose.</param>
/// <param name="carrier">To whom.</param>
/// <param name="wire">Where it says what went there and back.</param>
/// <param name="patience">How long an answer is waited for.</param>
/// <param name="time">Measures it.</param>
internal sealed class SimulatorConnection(ProviderAccount account, ISimulatedCarrier carrier, IWireLog wire, TimeSpan patience, TimeProvider time)
    : IProviderConnection, IAccountCheck
{
    private static readonly SendFailure Refused = new(
        "simulator:refused", SendFailureClass.PermanentRecipient, "The simulated carrier refused this number, as its behaviour is set to do.");

    private static readonly SendFailure TooLong = new(
        "simulator:tooLong", SendFailureClass.PermanentMessage, "The text has more parts than a message can have.");

    private static readonly SendFailure OutOfOrder = new(
        "simulator:outOfOrder", SendFailureClass.Transient, "The simulated carrier cannot write its books; the message was not taken.");

    private static readonly SendFailure NoAnswer = new(
        "simulator:noAnswer", SendFailureClass.UnknownOutcome, "The simulated carrier did not answer in time; it may have taken the message.");

    public async Task<SendResult> SendAsync(OutboundMessage message, CancellationToken cancellationToken)
    {
        var submission = new CarrierSubmission
        {
            BusinessUnitId = account.BusinessUnitId,
            ProviderId = account.Id,
            Sender = message.Sender,
            To = message.To,
            Text = message.Text,
            Reference = message.Id,
        };
        Record(message, outgoing: true, "submit", $"from {message.Sender} to …{message.To.Value[^3..]}, {message.Text.Length} characters");
        var (result, answer) = await AskAsync(submission, cancellationToken);
        Record(message, outgoing: false, answer, result is SendResult.Accepted accepted ? string.Join('\n', accepted.PartIds) : "");
        return result;
    }

    public Task<AccountCheck> CheckAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AccountCheck(Works: true, "The simulated carrier is part of this server, and takes messages as its behaviour is set."));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<(SendResult Result, string Answer)> AskAsync(CarrierSubmission submission, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var answer = await carrier.SubmitAsync(submission, either.Token);
            SendResult result = answer switch
            {
                CarrierAnswer.Taken taken => new SendResult.Accepted(taken.PartIds),
                CarrierAnswer.Throttled throttled => new SendResult.Failed(Throttled(throttled.RetryAfter)),
                CarrierAnswer.Refused => new SendResult.Failed(Refused),
                CarrierAnswer.TooLong => new SendResult.Failed(TooLong),
                CarrierAnswer.OutOfOrder => new SendResult.Failed(OutOfOrder),
                _ => new SendResult.Failed(NoAnswer),
            };
            return (result, JsonNamingPolicy.CamelCase.ConvertName(answer.GetType().Name));
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return (new SendResult.Failed(NoAnswer), "no answer");
        }
    }

    private void Record(OutboundMessage message, bool outgoing, string summary, string body) => wire.Record(
        account, new WireEntry { MessageId = message.Id, At = time.GetUtcNow(), Outgoing = outgoing, Summary = summary, Body = body });

    private static SendFailure Throttled(TimeSpan retryAfter) => new(
        "simulator:throttled", SendFailureClass.Throttle, "The simulated carrier takes no more at the moment; the message waits and is sent again.", retryAfter);
}
