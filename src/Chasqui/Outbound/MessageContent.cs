using System.Text.Json;
using Chasqui.Hosting;
using Chasqui.Providers;

namespace Chasqui.Outbound;

/// <summary>A picture or file that goes out with a message.</summary>
internal sealed record MediaLink
{
    /// <summary>Where the carrier fetches it: public, http or https.</summary>
    public required string Url { get; init; }

    /// <summary>"image/jpeg" …</summary>
    public required string ContentType { get; init; }

    /// <summary>What the contact sees of a document.</summary>
    public string? FileName { get; init; }
}

/// <summary>A template that WhatsApp has approved, filled in.</summary>
internal sealed record MessageTemplateUse
{
    public required string Name { get; init; }

    /// <summary>"es_UY" …</summary>
    public required string Language { get; init; }

    /// <summary>Of its body, in order.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];
}

/// <summary>Up to three reply buttons, or a list of up to ten rows (WhatsApp).</summary>
internal sealed record MessageChoices
{
    /// <summary>The word that opens the list; null for buttons.</summary>
    public string? Button { get; init; }

    public required IReadOnlyList<MessageChoice> Choices { get; init; }
}

internal sealed record MessageChoice
{
    /// <summary>Comes back with the answer.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }
}

/// <summary>What a message holds beside its text; stored as it was asked for.</summary>
internal sealed record MessageContent
{
    public IReadOnlyList<MediaLink> Media { get; init; } = [];

    public MessageTemplateUse? Template { get; init; }

    public MessageChoices? Interactive { get; init; }

    private const int MostMedia = 10;
    private const int MostParameters = 50;
    private const int LongestAddress = 2_000;
    private const int LongestWord = 1_024;

    /// <summary>Null when there is nothing in it: a text alone.</summary>
    public static MessageContent? Of(IReadOnlyList<MediaLink>? media, MessageTemplateUse? template, MessageChoices? interactive) =>
        media is not { Count: > 0 } && template is null && interactive is null
            ? null
            : new MessageContent { Media = media ?? [], Template = template, Interactive = interactive };

    public static MessageContent? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<MessageContent>(json, Json.Options);

    public string ToJson() => JsonSerializer.Serialize(this, Json.Options);

    public IReadOnlyList<OutboundMedia> ForProvider() =>
        [.. Media.Select(media => new OutboundMedia(new Uri(media.Url), media.ContentType, media.FileName))];

    public ApprovedTemplate? TemplateForProvider() => Template is { } its ? new ApprovedTemplate(its.Name, its.Language, its.Parameters) : null;

    public InteractiveContent? InteractiveForProvider() => Interactive is { } its
        ? new InteractiveContent(its.Button, [.. its.Choices.Select(choice => new InteractiveChoice(choice.Id, choice.Title, choice.Description))])
        : null;

    /// <summary>Adds to <paramref name="validation"/> what is wrong, under the names of the request's members.</summary>
    public void Check(string text, Validation validation)
    {
        validation
            .Check(Media.Count <= MostMedia, "media", $"At most {MostMedia} files.")
            .Check(Media.All(media => IsAddress(media.Url)), "media", "Give each file's public address, beginning with https:// or http://.")
            .Check(Media.All(media => IsType(media.ContentType)), "media", "Give each file's type, e.g. image/jpeg.")
            .Check(Media.All(media => IsWord(media.FileName, required: false)), "media", "A file's name is a short line.")
            .Check(Template is null || Interactive is null, "template", "A template has its own buttons: send either it or choices.");
        if (Template is { } template)
        {
            validation
                .Check(IsWord(template.Name) && IsWord(template.Language), "template", "Name the template and its language, e.g. es_UY.")
                .Check(template.Parameters.Count <= MostParameters, "template", $"At most {MostParameters} parameters.")
                .Check(template.Parameters.All(value => IsWord(value)), "template", "Give every parameter a value on one line.");
        }

        if (Interactive is { } interactive)
            CheckChoices(interactive, text, validation);
    }

    // Limits of WhatsApp's reply buttons and lists (protocols: interactive messages).
    private static void CheckChoices(MessageChoices interactive, string text, Validation validation)
    {
        var (most, longest) = interactive.Button is null ? (3, 20) : (10, 24);
        var ids = interactive.Choices.Select(choice => choice.Id).ToList();
        validation
            .Check(!string.IsNullOrWhiteSpace(text), "text", "Choices need a text that they answer.")
            .Check(interactive.Button is not { Length: 0 or > 20 }, "interactive", "The word that opens the list has 1 to 20 characters.")
            .Check(interactive.Choices.Count >= 1 && interactive.Choices.Count <= most, "interactive", $"Give 1 to {most} choices.")
            .Check(
                interactive.Choices.All(choice => IsWord(choice.Title) && choice.Title.Length <= longest), "interactive",
                $"A choice has 1 to {longest} characters.")
            .Check(ids.All(id => IsWord(id) && id.Length <= 200) && ids.Distinct(StringComparer.Ordinal).Count() == ids.Count, "interactive", "Every choice has an id of its own.")
            .Check(interactive.Choices.All(choice => choice.Description is null or { Length: <= 72 }), "interactive", "A description has at most 72 characters.");
    }

    private static bool IsAddress(string url) =>
        url.Length <= LongestAddress && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http");

    private static bool IsType(string type) =>
        type.Length <= 100 && type.Split('/') is [{ Length: > 0 }, { Length: > 0 }] && type.All(c => char.IsAscii(c) && !char.IsControl(c) && c != ' ');

    private static bool IsWord(string? value, bool required = true) => value is null or ""
        ? !required
        : value.Length <= LongestWord && !value.Any(char.IsControl);
}
