using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chasqui.Messages;

/// <summary>A time of day as on a door: 09:00, to the minute. Seconds, which nobody sets, are read when they are zero.</summary>
internal sealed class TimeOfDayConverter : JsonConverter<TimeOnly>
{
    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && TimeOnly.TryParseExact(reader.GetString(), ["HH:mm", "HH:mm:00"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("Expected a time of day as HH:mm.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString("HH:mm", CultureInfo.InvariantCulture));
}
