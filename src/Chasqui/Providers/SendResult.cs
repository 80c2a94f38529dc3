using Chasqui.Messages;

namespace Chasqui.Providers;

/// <summary>What became of a message handed to a provider: taken, or not taken and why.</summary>
internal abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider took it. One id for each part, in order; a provider that gives one id for all gives one.</summary>
    internal sealed record Accepted(IReadOnlyList<string> PartIds) : SendResult;

    /// <summary>The provider did not take it, or (<see cref="SendFailureClass.UnknownOutcome"/>) we cannot know.</summary>
    internal sealed record Failed(SendFailure Failure) : SendResult;
}

/// <param name="Code">Stable and documented: our own word, or the provider's code behind its kind ("twilio:21610").</param>
/// <param name="Class">What the sender does about it.</param>
/// <param name="Sentence">For the operator, in plain words.</param>
/// <param name="RetryAfter">The provider's own wish, when it told one.</param>
internal sealed record SendFailure(string Code, SendFailureClass Class, string Sentence, TimeSpan? RetryAfter = null);
