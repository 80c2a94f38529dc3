using Chasqui.Messages;
using Chasqui.Smpp.Pdus;
using Chasqui.Smpp.Receipts;

namespace Chasqui.Providers.Smpp;

/// <summary>What an SMSC's words mean for what happens next (protocols §5.7, §5.8).</summary>
internal static class SmppFailures
{
    /// <summary>An error without a name is tried this often, in case it passes.</summary>
    private const int FewAttempts = 2;

    public static SendFailure Of(SmppCommandStatus status, int attempt) => new(
        $"{SmppKind.Word}:{(uint)status:X2}", Class(status, attempt), $"The SMSC answered {status.Name()}.");

    /// <summary>Null for a word nobody knows: it is no evidence of anything.</summary>
    public static DeliveryState? State(SmppReceipt receipt) => receipt.State switch
    {
        SmppMessageState.Scheduled => DeliveryState.Accepted,
        SmppMessageState.EnRoute or SmppMessageState.Accepted => DeliveryState.Sent,
        SmppMessageState.Delivered => DeliveryState.Delivered,
        SmppMessageState.Expired => DeliveryState.Expired,
        SmppMessageState.Deleted => DeliveryState.Cancelled,
        SmppMessageState.Undeliverable => DeliveryState.Undelivered,
        SmppMessageState.Rejected => DeliveryState.Rejected,
        SmppMessageState.Skipped => DeliveryState.Failed,
        SmppMessageState.Unknown => DeliveryState.Unknown,
        _ => null,
    };

    public static bool IsAccountStop(SmppCommandStatus status) => Class(status, 1) == SendFailureClass.AccountStop;

    private static SendFailureClass Class(SmppCommandStatus status, int attempt) => status switch
    {
        SmppCommandStatus.Throttled or SmppCommandStatus.MessageQueueFull => SendFailureClass.Throttle,
        SmppCommandStatus.SystemError or SmppCommandStatus.InvalidBindStatus or SmppCommandStatus.AlreadyBound
            or SmppCommandStatus.TemporaryApplicationError => SendFailureClass.Transient,
        SmppCommandStatus.InvalidSourceAddress or SmppCommandStatus.InvalidServiceType or SmppCommandStatus.InvalidSourceTon
            or SmppCommandStatus.InvalidSourceNpi => SendFailureClass.PermanentSender,
        SmppCommandStatus.InvalidDestinationAddress or SmppCommandStatus.DeliveryFailure => SendFailureClass.PermanentRecipient,
        SmppCommandStatus.BindFailed or SmppCommandStatus.InvalidPassword or SmppCommandStatus.InvalidSystemId
            or SmppCommandStatus.InvalidSystemType => SendFailureClass.AccountStop,
        SmppCommandStatus.SubmitFailed or SmppCommandStatus.UnknownError => Few(attempt),
        >= (SmppCommandStatus)0x400 and <= (SmppCommandStatus)0x4FF => Few(attempt), // each vendor's own
        _ => SendFailureClass.PermanentMessage,
    };

    private static SendFailureClass Few(int attempt) => attempt < FewAttempts ? SendFailureClass.Transient : SendFailureClass.PermanentMessage;
}
