using System.Text;

namespace Chasqui.Messages;

/// <summary>A text made for one recipient.</summary>
/// <param name="Text">The text; a variable that found nothing is left out.</param>
/// <param name="Unresolved">Variables that found neither a value nor a fallback, each once, as the template spells them.</param>
internal sealed record MergedText(string Text, IReadOnlyList<string> Unresolved);

/// <summary>
/// A text with <c>{{name}}</c> and <c>{{name|fallback}}</c>, parsed once and merged for many recipients. There is no logic to
/// write and so none to get wrong: names are looked up without regard to case or blanks around them, a blank value counts
/// as none, values are inserted as they are and never read as templates themselves. What does not parse as a variable is text.
/// </summary>
internal sealed class MessageTemplate
{
    private readonly Segment[] _segments;

    private MessageTemplate(Segment[] segments) => _segments = segments;

    /// <summary>The names the template asks for, each once.</summary>
    public IReadOnlyList<string> Variables => [.. _segments
        .Where(segment => segment.Variable is not null)
        .Select(segment => segment.Variable!)
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    public static MessageTemplate Parse(string text)
    {
        var segments = new List<Segment>();
        var literal = 0;
        for (var open = text.IndexOf("{{", StringComparison.Ordinal); open >= 0;)
        {
            var close = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
            if (close < 0)
                break;

            // {{{name}} is a brace and a variable; {{a {{b}} is text and the variable b.
            open += text.AsSpan(open, close - open).LastIndexOf("{{");
            if (ReadVariable(text[(open + 2)..close]) is { } variable)
            {
                if (open > literal)
                    segments.Add(new Segment(text[literal..open], null, null));
                segments.Add(variable);
                literal = close + 2;
            }

            open = text.IndexOf("{{", close + 2, StringComparison.Ordinal);
        }

        if (literal < text.Length)
            segments.Add(new Segment(text[literal..], null, null));
        return new MessageTemplate([.. segments]);
    }

    /// <summary>Merges one recipient's columns. Fast when the dictionary itself ignores case; correct when not.</summary>
    public MergedText Merge(IReadOnlyDictionary<string, string> columns)
    {
        if (_segments is [{ Variable: null, Text: var only }])
            return new MergedText(only, []);

        var text = new StringBuilder();
        List<string>? unresolved = null;
        foreach (var segment in _segments)
        {
            if (segment.Variable is not { } name)
                text.Append(segment.Text);
            else if (Find(columns, name) is { } value)
                text.Append(value);
            else if (segment.Fallback is { } fallback)
                text.Append(fallback);
            else if (unresolved?.Contains(name, StringComparer.OrdinalIgnoreCase) != true)
                (unresolved ??= []).Add(name);
        }

        return new MergedText(text.ToString(), unresolved ?? []);
    }

    /// <summary>An empty fallback (<c>{{name|}}</c>) says that a blank is fine.</summary>
    private static Segment? ReadVariable(string inner)
    {
        var bar = inner.IndexOf('|', StringComparison.Ordinal);
        var name = (bar < 0 ? inner : inner[..bar]).Trim();
        if (name.Length == 0 || name.AsSpan().ContainsAny('{', '}', '\n'))
            return null;
        return new Segment("", name, bar < 0 ? null : inner[(bar + 1)..].Trim());
    }

    private static string? Find(IReadOnlyDictionary<string, string> columns, string name)
    {
        if (columns.TryGetValue(name, out var value))
            return Present(value);
        foreach (var (column, other) in columns)
        {
            if (column.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return Present(other);
        }

        return null;
    }

    private static string? Present(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private readonly record struct Segment(string Text, string? Variable, string? Fallback);
}
