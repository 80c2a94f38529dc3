using System.Runtime.CompilerServices;
using Chasqui.Providers.Simulator;

namespace Chasqui.Providers.Compliance;

/// <summary>Alone in its collection and not parallel: such collections run when all parallel ones have ended.</summary>
[CollectionDefinition(nameof(AfterAllOthers), DisableParallelization = true)]
public sealed class AfterAllOthers;

[Collection(nameof(AfterAllOthers))]
public sealed class ComplianceTableTests
{
    [Fact]
    public void Every_kind_has_its_suite()
    {
        var kinds = typeof(IProviderKind).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IProviderKind)))
            .Where(type => type != typeof(SimulatorKind)) // a carrier inside the server, with books and tests of its own
            .Select(type => ((IProviderKind)RuntimeHelpers.GetUninitializedObject(type)).Name);

        Suites().Select(suite => suite.Kind).Distinct().ShouldBe(kinds, ignoreOrder: true);
    }

    [Fact]
    public void Every_kind_was_asked_every_case()
    {
        // Chosen alone, this test has nothing to add up.
        Assert.SkipWhen(ComplianceTable.IsEmpty, "No case of the suite was run.");

        string[] columns = [.. Suites().Select(suite => suite.Column)];

        ComplianceTable.Write();
        columns.ShouldNotBeEmpty();
        ComplianceTable.Holes(columns).ShouldBeEmpty("A run of chosen tests has holes; the whole run must have none.");
    }

    private static IEnumerable<ProviderCompliance> Suites() => typeof(ProviderCompliance).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(ProviderCompliance)) && !type.IsAbstract)
        .Select(type => (ProviderCompliance)Activator.CreateInstance(type)!);
}
