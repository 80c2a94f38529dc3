using Chasqui.Providers.Compliance;
using Chasqui.Providers.Dinstar;
using Chasqui.Providers.DinstarWeb;
using Chasqui.Providers.Dongle;
using Chasqui.Providers.GenericHttp;
using Chasqui.Providers.Kannel;

namespace Chasqui.Providers;

/// <summary>What a kind says of itself is true of its connections.</summary>
public sealed class GatewayKindsTests : IDisposable
{
    private readonly ProviderBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Kinds_promise_what_their_connections_do()
    {
        IProviderKind[] kinds =
        [
            new KannelKind(_bench.Http), new GenericHttpKind(_bench.Http, _bench.Time), new QualityKind(_bench.Http, _bench.Time),
            new DinstarKind(_bench.Http, _bench.Time), new DinstarWebKind(_bench.Http), new DongleKind(_bench.Guard, _bench.Wire, _bench.Time),
        ];
        foreach (var kind in kinds)
        {
            await using var connection = kind.Open(_bench.Account(kind, new { endpoint = "http://127.0.0.1:1/", host = "127.0.0.1" }));

            kind.Checks.ShouldBe(connection is IAccountCheck, kind.Name);
            kind.Listens.ShouldBe(connection is IListeningConnection, kind.Name);
            kind.Schema.Fields.Select(field => field.Name).Distinct().Count().ShouldBe(kind.Schema.Fields.Count, kind.Name);
            foreach (var field in kind.Schema.Fields.Where(field => field.Type == SettingType.Choice))
                field.Options.ShouldContain(field.Default!, $"{kind.Name}.{field.Name}");
        }
    }
}
