using Chasqui.Accounts;
using Chasqui.Database;
using Chasqui.Messages;

namespace Chasqui.Demo;

/// <summary>
/// A small contact centre in Uruguay, to try everything on: one queue, three dialers, two agents, a supervisor, an
/// administrator, and the simulated carrier. It is made once, in an empty database, before anything else runs: the only place
/// that writes other rooms' tables.
/// </summary>
internal sealed class DemoSeed(BusinessUnits units, Users users, Passwords passwords, TimeProvider time) : IDemoSeed
{
    /// <summary>Everybody's password: the demo is for trying, and its sign-ins are printed at the start.</summary>
    public const string Password = "chasqui-demo";

    public const string SenderAddress = "+59829001000";

    private const string ProviderSql =
        """
        INSERT INTO provider (business_unit_id, id, name, kind, is_default, created_at)
        VALUES (@business_unit_id, @id, 'Simulator', 'simulator', true, @now)
        """;

    // As fast as the simulated carrier takes them: the demo shows the product's pace, not a long code's.
    private const string SenderSql =
        """
        INSERT INTO sender (business_unit_id, id, provider_id, kind, address, label, messages_per_second, created_at)
        VALUES (@business_unit_id, @id, @provider_id, 'longCode', @address, 'Support line', 10000, @now)
        """;

    private const string QueueSql =
        """
        INSERT INTO queue (business_unit_id, id, name, out_of_hours_message, sender_id, created_at)
        VALUES (@business_unit_id, @id, 'support', 'Thank you for writing. We are closed now and answer as soon as we open.', @sender_id, @now)
        """;

    private const string EntryPointSql =
        """
        INSERT INTO entry_point (business_unit_id, id, name, sender_id, queue_id)
        VALUES (@business_unit_id, @id, 'Support by text', @sender_id, @queue_id)
        """;

    private const string MemberSql =
        "INSERT INTO queue_member (business_unit_id, queue_id, user_id, added_at) VALUES (@business_unit_id, @queue_id, @user_id, @now)";

    private const string DispositionSql =
        """
        INSERT INTO disposition (business_unit_id, id, queue_id, name, position)
        VALUES (@business_unit_id, @id, @queue_id, @name, @position)
        """;

    private const string DncListSql =
        "INSERT INTO dnc_list (business_unit_id, id, kind, name) VALUES (@business_unit_id, @id, 'dialer', @name)";

    private const string DialerSql =
        """
        INSERT INTO dialer (business_unit_id, id, name, sender_id, dnc_list_id, created_at)
        VALUES (@business_unit_id, @id, @name, @sender_id, @dnc_list_id, @now)
        """;

    private static readonly (string Email, string Name, string Role)[] People =
    [
        ("admin@demo.example", "Administrator", DefaultRoles.Administrator),
        ("sofia@demo.example", "Sofía", DefaultRoles.Supervisor),
        ("ana@demo.example", "Ana", DefaultRoles.Agent),
        ("luis@demo.example", "Luis", DefaultRoles.Agent),
    ];

    private static readonly string[] Dispositions = ["Resolved", "Follow-up", "Spam"];
    private static readonly string[] Dialers = ["campsms", "test1", "marcadortest"];

    public async Task<BusinessUnitId> SeedAsync(DatabaseTransaction tx, CancellationToken cancellationToken)
    {
        var unit = await units.CreateAsync(tx, "Demo", "UY", "America/Montevideo", "en", cancellationToken);
        var sender = await AddSenderAsync(tx, unit, cancellationToken);
        var agents = await AddPeopleAsync(tx, unit, cancellationToken);
        await AddQueueAsync(tx, unit, sender, agents, cancellationToken);
        foreach (var name in Dialers)
            await AddDialerAsync(tx, unit, sender, name, cancellationToken);
        return unit;
    }

    private async Task<SenderId> AddSenderAsync(DatabaseTransaction tx, BusinessUnitId unit, CancellationToken cancellationToken)
    {
        var provider = Id.New<ProviderId>(time);
        var sender = Id.New<SenderId>(time);
        var now = time.GetUtcNow();
        await tx.ExecuteAsync(ProviderSql, new { business_unit_id = unit, id = provider, now }, cancellationToken);
        await tx.ExecuteAsync(
            SenderSql, new { business_unit_id = unit, id = sender, provider_id = provider, address = SenderAddress, now }, cancellationToken);
        return sender;
    }

    private async Task<IReadOnlyList<UserId>> AddPeopleAsync(DatabaseTransaction tx, BusinessUnitId unit, CancellationToken cancellationToken)
    {
        var agents = new List<UserId>();
        foreach (var (email, name, role) in People)
        {
            var person = new NewUser
            {
                Email = email,
                Name = name,
                PasswordHash = await passwords.HashAsync(Password, cancellationToken),
                RoleIds = [await BusinessUnits.RoleAsync(tx, unit, role, cancellationToken)],
            };
            var id = await users.AddAsync(tx, unit, person, cancellationToken);
            if (role == DefaultRoles.Agent)
                agents.Add(id!.Value);
        }

        return agents;
    }

    private async Task AddQueueAsync(
        DatabaseTransaction tx, BusinessUnitId unit, SenderId sender, IReadOnlyList<UserId> agents, CancellationToken cancellationToken)
    {
        var queue = Id.New<QueueId>(time);
        var now = time.GetUtcNow();
        await tx.ExecuteAsync(QueueSql, new { business_unit_id = unit, id = queue, sender_id = sender, now }, cancellationToken);
        await tx.ExecuteAsync(
            EntryPointSql, new { business_unit_id = unit, id = Id.New<EntryPointId>(time), sender_id = sender, queue_id = queue }, cancellationToken);
        foreach (var agent in agents)
            await tx.ExecuteAsync(MemberSql, new { business_unit_id = unit, queue_id = queue, user_id = agent, now }, cancellationToken);
        foreach (var (position, name) in Dispositions.Index())
        {
            await tx.ExecuteAsync(
                DispositionSql, new { business_unit_id = unit, id = Id.New<DispositionId>(time), queue_id = queue, name, position }, cancellationToken);
        }
    }

    private async Task AddDialerAsync(DatabaseTransaction tx, BusinessUnitId unit, SenderId sender, string name, CancellationToken cancellationToken)
    {
        var list = Id.New<DncListId>(time);
        await tx.ExecuteAsync(DncListSql, new { business_unit_id = unit, id = list, name }, cancellationToken);
        await tx.ExecuteAsync(
            DialerSql,
            new { business_unit_id = unit, id = Id.New<DialerId>(time), name, sender_id = sender, dnc_list_id = list, now = time.GetUtcNow() },
            cancellationToken);
    }
}
