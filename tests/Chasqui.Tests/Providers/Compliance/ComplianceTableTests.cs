namespace Chasqui.Providers.Compliance;

/// <summary>Alone in its collection and not parallel: such collections run when all parallel ones have ended.</summary>
[CollectionDefinition(nameof(AfterAllOthers), DisableParallelization = true)]
public sealed class AfterAllOthers;

[Collection(nameof(AfterAllOthers))]
public sealed class ComplianceTableTests
{
    [Fact]
    public void Every_kind_was_asked_every_case()
    {
        // Chosen alone, this test has nothing to add up.
        Assert.SkipWhen(ComplianceTable.IsEmpty, "No case of the suite was run.");

        var suites = typeof(ProviderCompliance).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ProviderCompliance)) && !type.IsAbstract);
        string[] columns = [.. suites.Select(suite => ((ProviderCompliance)Activator.CreateInstance(suite)!).Column)];

        ComplianceTable.Write();
        columns.ShouldNotBeEmpty();
        ComplianceTable.Holes(columns).ShouldBeEmpty("A run of chosen tests has holes; the whole run must have none.");
    }
}
