using Chasqui.Providers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Chasqui.Senders;

/// <summary>A kind of provider this server speaks, and what an account of it needs to know.</summary>
internal sealed record ProviderKind
{
    /// <summary>The word in a provider's `kind`.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Its carrier calls us at the provider's hook address.</summary>
    public required bool ReceivesWebhooks { get; init; }

    /// <summary>Keeps a session open, or polls.</summary>
    public required bool Listens { get; init; }

    /// <summary>Can be tested without sending anything.</summary>
    public required bool Checks { get; init; }

    /// <summary>What may follow the hook address ("/status"), for the carrier's own settings page.</summary>
    public required IReadOnlyList<string> HookTopics { get; init; }

    public required IReadOnlyList<SettingField> Fields { get; init; }

    public static ProviderKind Of(IProviderKind kind) => new()
    {
        Name = kind.Name,
        Title = kind.Schema.Title,
        Summary = kind.Schema.Summary,
        ReceivesWebhooks = kind is IWebhookReceiver,
        Listens = kind.Listens,
        Checks = kind.Checks,
        HookTopics = (kind as IWebhookReceiver)?.Topics ?? [],
        Fields = kind.Schema.Fields,
    };
}

internal sealed record ProviderKinds
{
    public required IReadOnlyList<ProviderKind> Items { get; init; }
}

internal static class ListProviderKinds
{
    public static Ok<ProviderKinds> Handle(ProviderCatalog catalog) => TypedResults.Ok(new ProviderKinds
    {
        Items = [.. catalog.Names.Select(name => ProviderKind.Of(catalog.Find(name)!)).OrderBy(kind => kind.Title, StringComparer.Ordinal)],
    });
}
