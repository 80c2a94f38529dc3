using System.Globalization;

namespace Chasqui.Smpp;

/// <summary>
/// The 16 characters of schedule_delivery_time and validity_period (SMPP 3.4 §7.1.1): YYMMDDhhmmsstnnp, where t is tenths of a second, nn
/// quarter hours from UTC and p a plus or minus sign; with p = R the fields are a duration.
/// </summary>
public static class SmppTime
{
    /// <summary>The longest duration that can be said without months, whose length no one defines: 30 days.</summary>
    public static readonly TimeSpan LongestRelative = TimeSpan.FromDays(30);

    /// <summary>A moment, with its own offset from UTC rounded to quarter hours.</summary>
    public static string Absolute(DateTimeOffset moment)
    {
        var quarters = (int)Math.Round(moment.Offset.TotalMinutes / 15, MidpointRounding.AwayFromZero);
        var local = moment.ToOffset(TimeSpan.FromMinutes(quarters * 15));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{local:yyMMddHHmmss}{local.Millisecond / 100}{Math.Abs(quarters):00}{(quarters < 0 ? '-' : '+')}");
    }

    /// <summary>A duration in whole seconds, from zero to <see cref="LongestRelative"/>; above that say a moment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of that range.</exception>
    public static string Relative(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, LongestRelative);
        return string.Create(
            CultureInfo.InvariantCulture, $"0000{duration.Days:00}{duration.Hours:00}{duration.Minutes:00}{duration.Seconds:00}000R");
    }

    /// <summary>Reads either form; a duration counts from <paramref name="now"/>. False for anything else, nothing included.</summary>
    public static bool TryParse(string value, DateTimeOffset now, out DateTimeOffset moment)
    {
        moment = default;
        if (value.Length != 16 || value.AsSpan(0, 15).ContainsAnyExceptInRange('0', '9')) return false;
        var (year, month, day) = (Two(value, 0), Two(value, 2), Two(value, 4));
        var (hour, minute, second) = (Two(value, 6), Two(value, 8), Two(value, 10));
        var tenths = value[12] - '0';
        var quarters = Two(value, 13);
        switch (value[15])
        {
            case 'R':
                moment = now.AddYears(year).AddMonths(month) + new TimeSpan(day, hour, minute, second);
                return true;
            case '+' or '-':
                if (month is < 1 or > 12 || hour > 23 || minute > 59 || second > 59 || quarters > 48) return false;
                if (day < 1 || day > DateTime.DaysInMonth(2000 + year, month)) return false;
                var offset = TimeSpan.FromMinutes(quarters * (value[15] == '-' ? -15 : 15));
                moment = new DateTimeOffset(2000 + year, month, day, hour, minute, second, tenths * 100, offset);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The dates of receipts: YYMMDDhhmm, with or without seconds, at an offset the SMSC does not say.</summary>
    internal static DateTimeOffset? ReceiptDate(string value, TimeSpan offset) =>
        DateTime.TryParseExact(
            value, ["yyMMddHHmm", "yyMMddHHmmss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new DateTimeOffset(date, offset)
            : null;

    private static int Two(string value, int at) => (value[at] - '0') * 10 + value[at + 1] - '0';
}
