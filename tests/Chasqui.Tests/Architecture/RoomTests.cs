using System.Text.RegularExpressions;
using Chasqui.Support;

namespace Chasqui.Architecture;

/// <summary>Who may know whom, read from the sources.</summary>
public sealed partial class RoomTests
{
    [Fact]
    public void Messages_knows_no_other_room() => Others("Messages", "Messages").ShouldBeEmpty();

    [Fact]
    public void Providers_know_only_messages_and_the_smpp_library() => Others("Providers", "Messages", "Providers", "Smpp").ShouldBeEmpty();

    [Fact]
    public void The_search_for_references_finds_some() => Others("Providers", "Providers").ShouldNotBeEmpty();

    // "file: room" for every mention of a room that is not among the allowed ones.
    private static IReadOnlyList<string> Others(string room, params string[] allowed)
    {
        var folder = Path.Combine(SourceTree.Root, "src", "Chasqui", room);
        var files = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        return
        [
            .. from file in files
               from Match mention in Mention().Matches(File.ReadAllText(file))
               let other = mention.Groups["room"].Value
               where !allowed.Contains(other)
               select $"{Path.GetRelativePath(folder, file)}: {other}",
        ];
    }

    [GeneratedRegex(@"\bChasqui\.(?<room>[A-Z]\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
