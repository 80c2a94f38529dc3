using System.Text;

namespace Chasqui.Providers.Dongle;

/// <summary>One packet of Asterisk's manager interface: names and values, a line each.</summary>
internal sealed class AmiMessage
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Empty when there is no such line. The first of several stands.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    public bool IsResponse => _values.ContainsKey("Response");

    public bool IsEvent => _values.ContainsKey("Event");

    public bool IsSuccess => this["Response"] == "Success";

    public bool IsError => this["Response"] == "Error";

    public bool IsEmpty => _values.Count == 0;

    public void Add(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            _values.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }
}

/// <summary>An action to be sent. No value can become a line of its own.</summary>
internal sealed class AmiAction
{
    private readonly StringBuilder _text = new();

    public AmiAction(string name, string id)
    {
        (Name, Id) = (name, id);
        Add("Action", name);
        Add("ActionID", id);
    }

    public string Name { get; }

    public string Id { get; }

    public AmiAction Add(string name, string value)
    {
        _text.Append(name).Append(": ").Append(string.Concat(value.Where(c => !char.IsControl(c)))).Append("\r\n");
        return this;
    }

    public override string ToString() => $"{_text}\r\n";
}

/// <summary>Texts as chan_dongle reads them: UTF-8 with the escapes of C.</summary>
internal static class DongleText
{
    /// <summary>Line ends become \n and \r, a backslash two; other control characters have no place in a text.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append(@"\\"),
                '\n' => escaped.Append(@"\n"),
                '\r' => escaped.Append(@"\r"),
                '\t' => escaped.Append(@"\t"),
                _ when char.IsControl(c) => escaped,
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
