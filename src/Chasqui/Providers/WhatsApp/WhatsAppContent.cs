using System.Text.Json.Nodes;

namespace Chasqui.Providers.WhatsApp;

/// <summary>The objects of a message that Meta's own format names; Vonage takes some of them as they are.</summary>
internal static class WhatsAppContent
{
    private const int MostButtons = 3;

    /// <summary>Reply buttons, or a list when there is a word that opens it or there are more choices than buttons.</summary>
    public static JsonObject Interactive(string text, InteractiveContent content) =>
        content.Button is null && content.Choices.Count <= MostButtons
            ? new JsonObject
            {
                ["type"] = "button",
                ["body"] = new JsonObject { ["text"] = text },
                ["action"] = new JsonObject
                {
                    ["buttons"] = new JsonArray([.. content.Choices.Select(choice => new JsonObject
                    {
                        ["type"] = "reply",
                        ["reply"] = new JsonObject { ["id"] = choice.Id, ["title"] = choice.Title },
                    })]),
                },
            }
            : new JsonObject
            {
                ["type"] = "list",
                ["body"] = new JsonObject { ["text"] = text },
                ["action"] = new JsonObject
                {
                    ["button"] = content.Button ?? "☰",
                    ["sections"] = new JsonArray(new JsonObject { ["rows"] = new JsonArray([.. content.Choices.Select(Row)]) }),
                },
            };

    public static JsonObject Template(ApprovedTemplate template)
    {
        var filled = new JsonObject
        {
            ["name"] = template.Name,
            ["language"] = new JsonObject { ["code"] = template.Language },
        };
        if (template.Parameters.Count > 0)
        {
            filled["components"] = new JsonArray(new JsonObject
            {
                ["type"] = "body",
                ["parameters"] = new JsonArray([.. template.Parameters.Select(text => new JsonObject { ["type"] = "text", ["text"] = text })]),
            });
        }

        return filled;
    }

    /// <summary>"image", "video", "audio", "sticker", and for everything else "document".</summary>
    public static string TypeOf(OutboundMedia media) => media.ContentType.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "image/jpeg" or "image/png" => "image",
        "image/webp" => "sticker",
        "video/mp4" or "video/3gpp" => "video",
        ['a', 'u', 'd', 'i', 'o', '/', ..] => "audio",
        _ => "document",
    };

    /// <summary>Sound and stickers have no place for words.</summary>
    public static bool HasCaption(string type) => type is not ("audio" or "sticker");

    public static JsonObject Media(string type, OutboundMedia media, string caption)
    {
        var file = new JsonObject { ["link"] = media.Url.AbsoluteUri };
        if (caption.Length > 0 && HasCaption(type))
            file["caption"] = caption;
        if (type == "document" && media.FileName is { Length: > 0 } name)
            file["filename"] = name;
        return file;
    }

    private static JsonObject Row(InteractiveChoice choice)
    {
        var row = new JsonObject { ["id"] = choice.Id, ["title"] = choice.Title };
        if (choice.Description is { Length: > 0 } description)
            row["description"] = description;
        return row;
    }
}
