namespace Chasqui.Providers;

/// <summary>The kinds this server knows, by name.</summary>
internal sealed class ProviderCatalog(IEnumerable<IProviderKind> kinds)
{
    private readonly Dictionary<string, IProviderKind> _kinds = kinds.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _kinds.Keys;

    public IProviderKind? Find(string name) => _kinds.GetValueOrDefault(name);
}
