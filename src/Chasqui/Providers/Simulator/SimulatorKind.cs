using Chasqui.Messages;

namespace Chasqui.Providers.Simulator;

/// <summary>The simulated carrier as a provider: for trying out, for demonstrations, and for tests that check our books against another's.</summary>
internal sealed class SimulatorKind(ISimulatedCarrier carrier, TimeProvider time) : IProviderKind
{
    public const string Word = "simulator";

    public string Name => Word;

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
        account, carrier, TimeSpan.FromMilliseconds(account.Settings.Integer("answerTimeoutMilliseconds")), time);
}

/// <param name="account">Whose.</param>
/// <param name="carrier">To whom.</param>
/// <param name="patience">How long an answer is waited for.</param>
/// <param name="time">Measures it.</param>
internal sealed class SimulatorConnection(ProviderAccount account, ISimulatedCarrier carrier, TimeSpan patience, TimeProvider time) : IProviderConnection
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
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await carrier.SubmitAsync(submission, either.Token) switch
            {
                CarrierAnswer.Taken taken => new SendResult.Accepted(taken.PartIds),
                CarrierAnswer.Throttled throttled => new SendResult.Failed(Throttled(throttled.RetryAfter)),
                CarrierAnswer.Refused => new SendResult.Failed(Refused),
                CarrierAnswer.TooLong => new SendResult.Failed(TooLong),
                CarrierAnswer.OutOfOrder => new SendResult.Failed(OutOfOrder),
                _ => new SendResult.Failed(NoAnswer),
            };
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return new SendResult.Failed(NoAnswer);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SendFailure Throttled(TimeSpan retryAfter) => new(
        "simulator:throttled", SendFailureClass.Throttle, "The simulated carrier takes no more at the moment; the message waits and is sent again.", retryAfter);
}
