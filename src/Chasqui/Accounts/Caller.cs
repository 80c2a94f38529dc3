using System.Reflection;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>
/// Who is asking, as authentication established it: a user by session, or an integration by API key. Endpoints take it as a
/// parameter. Everything they do is scoped to <see cref="BusinessUnitId"/>.
/// </summary>
internal sealed record Caller
{
    public required BusinessUnitId BusinessUnitId { get; init; }

    /// <summary>The signed-in user; null for an API key.</summary>
    public UserId? UserId { get; init; }

    public ApiKeyId? ApiKeyId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlySet<Permission> Permissions { get; init; }

    /// <summary>The user or key behind the request.</summary>
    public Guid ActorId => UserId?.Value ?? ApiKeyId!.Value.Value;

    /// <summary>'user' or 'api-key', as in the audit log.</summary>
    public string ActorKind => UserId is null ? "api-key" : "user";

    /// <summary>Sees every queue and dialer of the business unit, not only those of its security groups.</summary>
    public bool SeesAllObjects => Permissions.Contains(Permission.SeeAllObjects);

    public bool May(Permission permission) => Permissions.Contains(permission);

    /// <summary>Lets endpoints take a <see cref="Caller"/>: authentication has put it on the request.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(context.Features.Get<Caller>());
}
