namespace Chasqui.Database.Embedded;

/// <summary>
/// The private PostgreSQL cannot start. The message is one sentence for the operator: what is wrong and what to change.
/// It can be shown as it is, without the stack.
/// </summary>
internal sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
