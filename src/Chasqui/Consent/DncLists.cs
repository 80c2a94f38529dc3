using Chasqui.Database;
using Chasqui.Hosting;
using Chasqui.Messages;

namespace Chasqui.Consent;

/// <summary>Whose messages a do-not-contact list stops.</summary>
internal enum DncListKind
{
    /// <summary>All of the business unit's.</summary>
    BusinessUnit,

    /// <summary>One dialer's.</summary>
    Dialer,

    /// <summary>Those of the senders that name it.</summary>
    Group,
}

/// <summary>How a number came onto a list.</summary>
internal enum DncSource
{
    /// <summary>A file.</summary>
    Import,

    /// <summary>The contact said so.</summary>
    OptOut,

    /// <summary>A person, by hand.</summary>
    Screen,

    /// <summary>Another program.</summary>
    Api,
}

/// <summary>The do-not-contact lists and what stands on them. Every method joins its caller's transaction.</summary>
internal static class DncLists
{
    private const string InsertSql =
        "INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@business_unit_id, @id, @kind, @name)";

    private const string RenameSql = "UPDATE dnc_list SET name = @name WHERE business_unit_id = @business_unit_id AND id = @list_id";

    // Business units are made with theirs; one made before that, or by hand, gets it when it is first needed.
    private const string EnsureSql =
        """
        INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@business_unit_id, @id, 'businessUnit', 'All')
        ON CONFLICT (business_unit_id) WHERE kind = 'businessUnit' DO NOTHING
        """;

    private const string BusinessUnitListSql =
        "SELECT id FROM dnc_list WHERE business_unit_id = @business_unit_id AND kind = 'businessUnit'";

    private const string AddSql =
        """
        INSERT INTO dnc_entry (business_unit_id, number, list_id, source, created_at)
        VALUES (@business_unit_id, @number, @list_id, @source, @now)
        ON CONFLICT DO NOTHING
        """;

    private const string RemoveSql =
        "DELETE FROM dnc_entry WHERE business_unit_id = @business_unit_id AND number = @number AND list_id = @list_id";

    public static async Task<DncListId> CreateAsync(
        DatabaseTransaction tx, BusinessUnitId unit, DncListKind kind, string name, TimeProvider time, CancellationToken cancellationToken)
    {
        var id = Id.New<DncListId>(time);
        await tx.ExecuteAsync(InsertSql, new { business_unit_id = unit, id, kind = Words.Camel(kind), name }, cancellationToken);
        return id;
    }

    public static Task RenameAsync(
        DatabaseTransaction tx, BusinessUnitId unit, DncListId list, string name, CancellationToken cancellationToken) =>
        tx.ExecuteAsync(RenameSql, new { business_unit_id = unit, list_id = list, name }, cancellationToken);

    /// <summary>The list that counts for everything the business unit sends; made when there is none yet.</summary>
    public static async Task<DncListId> BusinessUnitListAsync(
        DatabaseTransaction tx, BusinessUnitId unit, TimeProvider time, CancellationToken cancellationToken)
    {
        await tx.ExecuteAsync(EnsureSql, new { business_unit_id = unit, id = Id.New<DncListId>(time) }, cancellationToken);
        return await tx.QuerySingleAsync<DncListId>(BusinessUnitListSql, new { business_unit_id = unit }, cancellationToken);
    }

    /// <summary>Puts a number on a list. False when it stands there already; then it stays as it came.</summary>
    public static async Task<bool> AddAsync(
        DatabaseTransaction tx, BusinessUnitId unit, DncListId list, PhoneNumber number, DncSource source, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var entry = new { business_unit_id = unit, number = number.Value, list_id = list, source = Words.Camel(source), now };
        return await tx.ExecuteAsync(AddSql, entry, cancellationToken) == 1;
    }

    /// <summary>Takes a number off a list. False when it did not stand there.</summary>
    public static async Task<bool> RemoveAsync(
        DatabaseTransaction tx, BusinessUnitId unit, DncListId list, PhoneNumber number, CancellationToken cancellationToken) =>
        await tx.ExecuteAsync(RemoveSql, new { business_unit_id = unit, number = number.Value, list_id = list }, cancellationToken) == 1;
}
