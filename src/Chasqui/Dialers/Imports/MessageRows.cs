using System.Globalization;
using Chasqui.Messages;
using Chasqui.Outbound;

namespace Chasqui.Dialers.Imports;

/// <summary>Rows of a campaign file: <c>campaign;destination;message;priority</c> and columns for the message's variables.</summary>
/// <param name="country">National numbers are read as this country's.</param>
/// <param name="dialer">The dialer of the rows that name none.</param>
/// <param name="dialers">Those the caller may see, by name.</param>
internal sealed class MessageRows(string country, DialerId dialer, IReadOnlyDictionary<string, NamedDialer> dialers) : IRowRules
{
    public const int LowestPriority = 9999;

    private static readonly ColumnRole[] Usual = [ColumnRole.Campaign, ColumnRole.Destination, ColumnRole.Message, ColumnRole.Priority];
    private static readonly ColumnRole[] Needed = [ColumnRole.Destination, ColumnRole.Message];

    private (string Text, MessageTemplate Template)? _parsed;

    public IReadOnlyList<ColumnRole> Order => Usual;

    public IReadOnlyList<ColumnRole> Required => Needed;

    public int LeastCells => 4;

    public CheckedRow Check(in CsvRow row, ImportColumns columns)
    {
        if (DialerRow.Find(row, columns, dialers, out var named) is { } unknown)
            return unknown;
        var target = named?.Id ?? dialer;

        var cell = columns.Cell(row, ColumnRole.Destination);
        if (!PhoneNumber.TryParse(cell, country, out var number, out var fault))
            return BadNumber(row, columns, target, fault.Code(), fault.Sentence());
        if (!number.Describe().MayBeMobile)
            return BadNumber(row, columns, target, "numberNotMobile", "The number is no mobile's: text messages do not reach it.");

        var text = columns.Cell(row, ColumnRole.Message);
        if (text.Length == 0)
            return Bad(row, columns, ColumnRole.Message, "emptyMessage", "The message is empty.");
        if (text.Contains("{{", StringComparison.Ordinal))
        {
            var merged = Parse(text).Merge(columns.Data(row));
            if (merged.Unresolved.Count > 0)
            {
                var names = string.Join(", ", merged.Unresolved.Take(5).Select(name => Shown.Quote(name)));
                return Bad(row, columns, ColumnRole.Message, "unresolvedVariable", $"No column gives a value for {names}.");
            }

            text = merged.Text.Trim();
        }

        var prepared = PreparedText.From(text);
        if (string.IsNullOrWhiteSpace(prepared.Text))
            return Bad(row, columns, ColumnRole.Message, "emptyMessage", "The message has nothing a phone could show.");
        if (prepared.Parts > Gate.MaxParts)
            return Bad(
                row, columns, ColumnRole.Message, "textTooLong", $"The message takes {prepared.Parts} parts; {Gate.MaxParts} are allowed.");

        if (ReadPriority(columns.Cell(row, ColumnRole.Priority)) is not { } priority)
            return Bad(
                row, columns, ColumnRole.Priority, "invalidPriority",
                $"The priority is a whole number from 0 (first) to {LowestPriority}, or empty.");
        return new GoodRow
        {
            Line = row.Line,
            Dialer = target,
            Number = number,
            Text = prepared.Text,
            Encoding = prepared.Encoding,
            Parts = prepared.Parts,
            Priority = priority,
        };
    }

    /// <summary>The name of a dialer that rows went to.</summary>
    public string NameOf(DialerId id) => dialers.First(pair => pair.Value.Id == id).Key;

    private static int? ReadPriority(string cell) => cell.Length == 0 ? LowestPriority
        : int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var priority) && priority <= LowestPriority ? priority
        : null;

    /// <summary>Most files repeat one message: it is parsed once.</summary>
    private MessageTemplate Parse(string text)
    {
        if (_parsed is { } last && last.Text == text)
            return last.Template;
        var template = MessageTemplate.Parse(text);
        _parsed = (text, template);
        return template;
    }

    private static BadRow BadNumber(in CsvRow row, ImportColumns columns, DialerId target, string code, string message) =>
        Bad(row, columns, ColumnRole.Destination, code, message) with { BadNumberOf = target };

    private static BadRow Bad(in CsvRow row, ImportColumns columns, ColumnRole role, string code, string message) =>
        new() { Line = row.Line, Column = Shown.Cut(columns.NameOf(role)), Code = code, Message = message };
}
