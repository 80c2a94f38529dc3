using Chasqui.Providers;
using Chasqui.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Chasqui.Architecture;

/// <summary>What a kind says of itself is what its program does: forms and buttons are drawn from it.</summary>
public sealed class ProviderKindTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public void Kinds_say_whether_their_connections_check_and_listen()
    {
        var kinds = server.Services.GetServices<IProviderKind>().ToList();
        kinds.ShouldNotBeEmpty();
        foreach (var kind in kinds)
        {
            kind.Checks.ShouldBe(IsInRoomOf<IAccountCheck>(kind), $"{kind.Name}: Checks");
            kind.Listens.ShouldBe(IsInRoomOf<IListeningConnection>(kind), $"{kind.Name}: Listens");
        }
    }

    [Fact]
    public void Fields_have_names_of_their_own_and_defaults_and_options_that_fit()
    {
        foreach (var kind in server.Services.GetServices<IProviderKind>())
        {
            kind.Schema.Fields.Select(field => field.Name).ShouldBeUnique(kind.Name);
            foreach (var field in kind.Schema.Fields)
            {
                var name = $"{kind.Name}.{field.Name}";
                field.Label.ShouldNotBeNullOrWhiteSpace(name);
                (field.Type == SettingType.Choice).ShouldBe(field.Options.Count > 0, name);
                if (field.Type == SettingType.Choice && field.Default is not null)
                    field.Options.ShouldContain(field.Default, name);
                if (field.Type == SettingType.Secret)
                    field.Default.ShouldBeNull(name);
            }
        }
    }

    // A kind and its connections have one folder.
    private static bool IsInRoomOf<T>(IProviderKind kind) =>
        kind.GetType().Assembly.GetTypes().Any(type => type.IsClass && type.Namespace == kind.GetType().Namespace && type.IsAssignableTo(typeof(T)));
}
