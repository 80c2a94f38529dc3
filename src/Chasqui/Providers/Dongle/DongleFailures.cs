using Chasqui.Messages;

namespace Chasqui.Providers.Dongle;

/// <summary>Asterisk said no.</summary>
internal sealed class DongleRefusedException(SendFailure failure) : Exception(failure.Sentence)
{
    public SendFailure Failure => failure;
}

/// <summary>What the words of an error mean. The spelling "disbaled" is chan_dongle's own.</summary>
internal static class DongleFailures
{
    private static readonly (string Words, string Code, SendFailureClass Class, string Sentence)[] Table =
    [
        ("Authentication failed", "authentication", SendFailureClass.AccountStop, "Asterisk refused user and secret."),
        ("Permission denied", "permission", SendFailureClass.AccountStop, "Asterisk's user lacks the permission \"call\"."),
        ("Device not found", "deviceNotFound", SendFailureClass.PermanentSender, "Asterisk has no such device."),
        ("Device disbaled", "deviceDisabled", SendFailureClass.Transient, "The device is switched off; others take its turns."),
        ("Device disabled", "deviceDisabled", SendFailureClass.Transient, "The device is switched off; others take its turns."),
        ("Device disconnected", "deviceDisconnected", SendFailureClass.Transient, "The device is not connected; others take its turns."),
        ("Invalid phone number", "invalidNumber", SendFailureClass.PermanentRecipient, "The modem refuses this number."),
        ("not specified", "notSpecified", SendFailureClass.PermanentMessage, "Asterisk misses a field of the action."),
        ("Cannot parse UTF-8", "utf8", SendFailureClass.PermanentMessage, "The modem's driver cannot read the text."),
        ("PDU building error", "pdu", SendFailureClass.PermanentMessage, "The modem's driver cannot write the message."),
        ("Input too large", "tooLarge", SendFailureClass.PermanentMessage, "The text is too long for the modem's driver."),
        ("SMSDB error", "smsdb", SendFailureClass.Transient, "The driver's store has a fault."),
        ("Queue error", "queue", SendFailureClass.Transient, "The modem's queue has a fault."),
        ("memory", "memory", SendFailureClass.Transient, "Asterisk is out of memory."),
    ];

    public static SendFailure Of(string words)
    {
        var known = Table.FirstOrDefault(row => words.Contains(row.Words, StringComparison.OrdinalIgnoreCase));
        // An error nobody has told us about: certainly not queued, so it may be tried again.
        return known.Words is null
            ? new SendFailure($"{DongleKind.Word}:error", SendFailureClass.Transient,
                "Asterisk answers with an error that is not in its driver's source.")
            : new SendFailure($"{DongleKind.Word}:{known.Code}", known.Class, known.Sentence);
    }
}
