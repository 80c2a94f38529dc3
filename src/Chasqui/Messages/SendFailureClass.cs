namespace Chasqui.Messages;
internal enum SendFailureClass { Throttle, Transient, UnknownOutcome, PermanentRecipient, PermanentMessage, PermanentSender, AccountStop, OptOut, NeedsTemplate }
