using System.Text;
using System.Text.Json;
using Chasqui.Hosting;
using Chasqui.Live;

namespace Chasqui.Jobs;

/// <summary>What one node tells the others in a notification: whom to wake, and what was committed. Compact, for PostgreSQL takes 8,000 bytes.</summary>
internal sealed record NodeMessage(Guid Node, IReadOnlyList<WakeTopic> Wake, IReadOnlyList<LiveEvent> Events)
{
    /// <summary>Below PostgreSQL's limit of 8,000 bytes.</summary>
    public const int MaxBytes = 7_500;

    /// <summary>Writes as many messages as the events need.</summary>
    public static IReadOnlyList<string> Write(Guid node, IReadOnlyList<WakeTopic> wake, IReadOnlyList<LiveEvent> events)
    {
        var messages = new List<string>();
        var message = Begin(node, wake);
        var first = true;
        foreach (var live in events)
        {
            var json = JsonSerializer.Serialize(live, Json.Options); // ASCII: the writer escapes all else
            if (!first && message.Length + json.Length + 3 > MaxBytes)
            {
                messages.Add(message.Append("]}").ToString());
                message = Begin(node, []);
                first = true;
            }

            if (!first)
                message.Append(',');
            message.Append(json);
            first = false;
        }

        messages.Add(message.Append("]}").ToString());
        return messages;
    }

    /// <summary>Reads a message; topics and events that only a newer version knows are left out.</summary>
    public static NodeMessage Read(string message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        var wake = new List<WakeTopic>();
        foreach (var word in root.GetProperty("wake").EnumerateArray())
            if (Words.Parse<WakeTopic>(word.GetString()!) is { } topic)
                wake.Add(topic);
        var events = new List<LiveEvent>();
        foreach (var json in root.GetProperty("events").EnumerateArray())
            if (ReadEvent(json) is { } live)
                events.Add(live);
        return new NodeMessage(root.GetProperty("node").GetGuid(), wake, events);
    }

    private static LiveEvent? ReadEvent(JsonElement json)
    {
        try
        {
            return json.Deserialize<LiveEvent>(Json.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StringBuilder Begin(Guid node, IReadOnlyList<WakeTopic> wake) => new StringBuilder(256)
        .Append("{\"node\":\"").Append(node).Append("\",\"wake\":[")
        .AppendJoin(',', wake.Select(topic => $"\"{Words.Camel(topic)}\""))
        .Append("],\"events\":[");
}
