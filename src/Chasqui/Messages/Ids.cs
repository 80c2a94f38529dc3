using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chasqui.Messages;

/// <summary>An id of ours: a UUIDv7 in a type of its own, so that a queue's id cannot be passed for a dialer's.</summary>
internal interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf From(Guid value);

    /// <summary>A new id. Ids sort by the time they were made, to the millisecond.</summary>
    static virtual TSelf New(TimeProvider time) => TSelf.From(Guid.CreateVersion7(time.GetUtcNow()));
}

internal static class Id
{
    /// <summary>A new id of type <typeparamref name="T"/>.</summary>
    public static T New<T>(TimeProvider time)
        where T : struct, IId<T> => T.New(time);
}

[JsonConverter(typeof(IdJsonConverter<BusinessUnitId>))]
internal readonly record struct BusinessUnitId(Guid Value) : IId<BusinessUnitId>
{
    public static BusinessUnitId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<UserId>))]
internal readonly record struct UserId(Guid Value) : IId<UserId>
{
    public static UserId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<RoleId>))]
internal readonly record struct RoleId(Guid Value) : IId<RoleId>
{
    public static RoleId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<SecurityGroupId>))]
internal readonly record struct SecurityGroupId(Guid Value) : IId<SecurityGroupId>
{
    public static SecurityGroupId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<ApiKeyId>))]
internal readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>
{
    public static ApiKeyId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<ProviderId>))]
internal readonly record struct ProviderId(Guid Value) : IId<ProviderId>
{
    public static ProviderId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<SenderId>))]
internal readonly record struct SenderId(Guid Value) : IId<SenderId>
{
    public static SenderId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<EntryPointId>))]
internal readonly record struct EntryPointId(Guid Value) : IId<EntryPointId>
{
    public static EntryPointId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<QueueId>))]
internal readonly record struct QueueId(Guid Value) : IId<QueueId>
{
    public static QueueId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<DispositionId>))]
internal readonly record struct DispositionId(Guid Value) : IId<DispositionId>
{
    public static DispositionId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<ContactId>))]
internal readonly record struct ContactId(Guid Value) : IId<ContactId>
{
    public static ContactId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<ConversationId>))]
internal readonly record struct ConversationId(Guid Value) : IId<ConversationId>
{
    public static ConversationId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<InteractionId>))]
internal readonly record struct InteractionId(Guid Value) : IId<InteractionId>
{
    public static InteractionId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<OfferId>))]
internal readonly record struct OfferId(Guid Value) : IId<OfferId>
{
    public static OfferId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<DialerId>))]
internal readonly record struct DialerId(Guid Value) : IId<DialerId>
{
    public static DialerId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<ImportId>))]
internal readonly record struct ImportId(Guid Value) : IId<ImportId>
{
    public static ImportId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<DncListId>))]
internal readonly record struct DncListId(Guid Value) : IId<DncListId>
{
    public static DncListId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<MessageId>))]
internal readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    public static MessageId From(Guid value) => new(value);
}

[JsonConverter(typeof(IdJsonConverter<MediaId>))]
internal readonly record struct MediaId(Guid Value) : IId<MediaId>
{
    public static MediaId From(Guid value) => new(value);
}

/// <summary>Ids travel as plain UUID strings.</summary>
internal sealed class IdJsonConverter<T> : JsonConverter<T>
    where T : struct, IId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var value)
            ? T.From(value)
            : throw new JsonException("Expected a UUID.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
