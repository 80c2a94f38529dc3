using Chasqui.Database;
using Chasqui.Live;
using Chasqui.Messages;

namespace Chasqui.Accounts;

/// <summary>
/// Sessions live in the database, so ending one ends it everywhere at once. What the user may do is read with each request:
/// a role changed is a role changed now. (docs/adr/0010-sessions-on-the-server.md)
/// </summary>
internal sealed class Sessions(ChasquiDatabase database, TimeProvider time)
{
    /// <summary>A session nobody used for so long has ended.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>A session so old has ended, used or not.</summary>
    public static readonly TimeSpan Absolute = TimeSpan.FromHours(24);

    // Writing the last use with each request would make every read a write.
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(1);

    private const string CreateSql =
        """
        INSERT INTO session (token_hash, business_unit_id, user_id, security_stamp, created_at, seen_at, expires_at)
        SELECT @token_hash, business_unit_id, id, security_stamp, @now, @now, @expires_at
        FROM app_user WHERE business_unit_id = @business_unit_id AND id = @user_id
        """;

    private const string FindSql =
        """
        SELECT u.business_unit_id, u.id AS user_id, u.name, s.seen_at,
               ARRAY(SELECT DISTINCT unnest(r.permissions)
                     FROM user_role AS ur
                     JOIN role AS r ON r.business_unit_id = ur.business_unit_id AND r.id = ur.role_id
                     WHERE ur.business_unit_id = u.business_unit_id AND ur.user_id = u.id) AS permissions
        FROM session AS s
        JOIN app_user AS u ON u.business_unit_id = s.business_unit_id AND u.id = s.user_id
        WHERE s.token_hash = @token_hash AND s.expires_at > @now AND s.seen_at > @idle_since
          AND u.enabled AND u.security_stamp = s.security_stamp
        """;

    private const string SeenSql = "UPDATE session SET seen_at = @now WHERE token_hash = @token_hash AND seen_at < @now";

    private const string EndSql = "DELETE FROM session WHERE token_hash = @token_hash RETURNING business_unit_id, user_id";

    // A new stamp ends even a session that is being made at this moment.
    private const string NewStampSql =
        "UPDATE app_user SET security_stamp = @stamp WHERE business_unit_id = @business_unit_id AND id = @user_id";

    private const string KeepSql =
        """
        UPDATE session SET security_stamp = @stamp
        WHERE token_hash = @token_hash AND business_unit_id = @business_unit_id AND user_id = @user_id
        """;

    private const string EndOthersSql =
        "DELETE FROM session WHERE business_unit_id = @business_unit_id AND user_id = @user_id AND security_stamp <> @stamp";

    private const string RemoveEndedSql = "DELETE FROM session WHERE expires_at < @now";

    /// <summary>Begins a session and returns what the cookie is to carry.</summary>
    public async Task<string> CreateAsync(DatabaseTransaction tx, BusinessUnitId unit, UserId user, CancellationToken cancellationToken)
    {
        var token = SecretToken.New();
        var now = time.GetUtcNow();
        await tx.ExecuteAsync(RemoveEndedSql, new { now }, cancellationToken);
        await tx.ExecuteAsync(
            CreateSql,
            new { token_hash = SecretToken.Hash(token), business_unit_id = unit, user_id = user, now, expires_at = now + Absolute },
            cancellationToken);
        return token;
    }

    /// <summary>Whose session it is and what they may do now; null when it is none or has ended. Counts as a use of it.</summary>
    public Task<Caller?> FindAsync(string token, CancellationToken cancellationToken) => FindAsync(token, isUse: true, cancellationToken);

    /// <summary>The same for who only checks: a forgotten open page must not keep a session alive.</summary>
    public Task<Caller?> PeekAsync(string token, CancellationToken cancellationToken) => FindAsync(token, isUse: false, cancellationToken);

    /// <summary>Ends this session, if it is one.</summary>
    public async Task EndAsync(string token, CancellationToken cancellationToken)
    {
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var ended = await tx.QuerySingleOrDefaultAsync<Owner>(EndSql, new { token_hash = SecretToken.Hash(token) }, cancellationToken);
        if (ended is null)
            return;
        tx.Publish(new SessionsEnded(ended.BusinessUnitId, ended.UserId));
        await tx.CommitAsync(cancellationToken);
    }

    /// <summary>Ends every session of a user, but for the one of <paramref name="keptToken"/> when given.</summary>
    public async Task EndAllAsync(
        DatabaseTransaction tx, BusinessUnitId unit, UserId user, string? keptToken, CancellationToken cancellationToken)
    {
        var stamp = Guid.CreateVersion7(time.GetUtcNow());
        await tx.ExecuteAsync(NewStampSql, new { business_unit_id = unit, user_id = user, stamp }, cancellationToken);
        if (keptToken is not null)
        {
            await tx.ExecuteAsync(
                KeepSql, new { token_hash = SecretToken.Hash(keptToken), business_unit_id = unit, user_id = user, stamp },
                cancellationToken);
        }

        await tx.ExecuteAsync(EndOthersSql, new { business_unit_id = unit, user_id = user, stamp }, cancellationToken);
        tx.Publish(new SessionsEnded(unit, user));
    }

    private async Task<Caller?> FindAsync(string token, bool isUse, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hash = SecretToken.Hash(token);
        await using var tx = await database.BeginAcrossUnitsAsync(cancellationToken);
        var row = await tx.QuerySingleOrDefaultAsync<Row>(
            FindSql, new { token_hash = hash, now, idle_since = now - Idle }, cancellationToken);
        if (row is null)
            return null;
        if (isUse && now - row.SeenAt > SeenStep)
        {
            await tx.ExecuteAsync(SeenSql, new { token_hash = hash, now }, cancellationToken);
            await tx.CommitAsync(cancellationToken);
        }

        return new Caller
        {
            BusinessUnitId = row.BusinessUnitId,
            UserId = row.UserId,
            Name = row.Name,
            Permissions = PermissionWords.Read(row.Permissions),
        };
    }

    private sealed record Row
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required UserId UserId { get; init; }

        public required string Name { get; init; }

        public required DateTimeOffset SeenAt { get; init; }

        public required string[] Permissions { get; init; }
    }

    private sealed record Owner
    {
        public required BusinessUnitId BusinessUnitId { get; init; }

        public required UserId UserId { get; init; }
    }
}
