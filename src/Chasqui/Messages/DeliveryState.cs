namespace Chasqui.Messages;
internal enum DeliveryState { Queued, Sending, Accepted, Sent, Delivered, Read, Blocked, Rejected, Failed, Undelivered, Expired, Cancelled, Unknown }
