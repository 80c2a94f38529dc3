using Chasqui.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Dialers;

internal static class DialerProblems
{
    public static ProblemHttpResult NameTaken() =>
        Problems.Conflict("nameTaken", "Another dialer has this name; capital letters make no difference.");

    public static ProblemHttpResult Disabled() =>
        Problems.Conflict("dialerDisabled", "The dialer is switched off. Enable it, then start it.");
}
