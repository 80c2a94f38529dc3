namespace Chasqui.Hosting;

/// <summary>The server cannot start, and the operator can do something about it: the message is one sentence that says what.</summary>
internal sealed class StartupException : Exception
{
    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
