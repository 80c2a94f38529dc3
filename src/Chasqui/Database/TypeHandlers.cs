using System.Data;
using Chasqui.Messages;
using Dapper;

namespace Chasqui.Database;

/// <summary>Teaches Dapper our ids and the naming of our columns.</summary>
internal static class TypeHandlers
{
    private static readonly Lock Gate = new();
    private static bool s_registered;

    public static void Register()
    {
        lock (Gate)
        {
            if (s_registered)
                return;
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            Add<BusinessUnitId>();
            Add<UserId>();
            Add<RoleId>();
            Add<SecurityGroupId>();
            Add<ApiKeyId>();
            Add<ProviderId>();
            Add<SenderId>();
            Add<EntryPointId>();
            Add<QueueId>();
            Add<DispositionId>();
            Add<ContactId>();
            Add<ConversationId>();
            Add<InteractionId>();
            Add<OfferId>();
            Add<DialerId>();
            Add<ImportId>();
            Add<DncListId>();
            Add<MessageId>();
            Add<MediaId>();
            SqlMapper.AddTypeHandler(new TimestampHandler());
            s_registered = true;
        }
    }

    private static void Add<T>()
        where T : struct, IId<T> => SqlMapper.AddTypeHandler(new IdHandler<T>());

    private sealed class IdHandler<T> : SqlMapper.TypeHandler<T>
        where T : struct, IId<T>
    {
        public override T Parse(object value) => T.From((Guid)value);

        public override void SetValue(IDbDataParameter parameter, T value) => parameter.Value = value.Value;
    }

    /// <summary>timestamptz is read as UTC, and written as UTC whatever offset the value came with (Npgsql refuses others).</summary>
    private sealed class TimestampHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value switch
        {
            DateTimeOffset instant => instant,
            DateTime utc => new DateTimeOffset(utc, TimeSpan.Zero),
            _ => throw new DataException($"Cannot read a {value.GetType()} as a timestamp."),
        };

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }
}
