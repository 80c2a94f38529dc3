using System.Text.Json;
using Chasqui.Providers.Network;

namespace Chasqui.Providers.WhatsApp;

/// <summary>What an agent reads of a message, by its type.</summary>
internal static class WhatsAppTexts
{
    public static bool IsMedia(string type) => type is "image" or "video" or "audio" or "document" or "sticker";

    public static string Of(string type, JsonElement message) => type switch
    {
        "text" => message.Word("text", "body") ?? "",
        "button" => message.Word("button", "text") ?? "",
        "interactive" => message.Word("interactive", "button_reply", "title") ?? message.Word("interactive", "list_reply", "title")
            ?? message.Word("interactive", "nfm_reply", "body") ?? "[interactive]",
        "reaction" => message.Word("reaction", "emoji") ?? "",
        "location" => Join(message.Word("location", "name"), message.Word("location", "address"),
            $"{message.Word("location", "latitude")},{message.Word("location", "longitude")}"),
        "contacts" => string.Join('\n', message.Items("contacts").Select(Contact)),
        "system" => message.Word("system", "body") ?? "[system]",
        _ when IsMedia(type) => message.Word(type, "caption") ?? "",
        _ => $"[{type}]", // something nobody can read is still something that came
    };

    private static string Contact(JsonElement contact) =>
        Join([contact.Word("name", "formatted_name"), .. contact.Items("phones").Select(phone => phone.Word("phone"))]);

    private static string Join(params ReadOnlySpan<string?> words) => string.Join(' ', words.ToArray().OfType<string>());
}
