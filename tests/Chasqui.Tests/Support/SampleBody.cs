using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Chasqui.Messages;

namespace Chasqui.Support;

/// <summary>
/// A body of a given type that passes for sensible: every member filled, ids from <paramref name="ids"/>, names never twice the
/// same. For tests that speak to every endpoint there is, also those not yet thought of.
/// </summary>
internal sealed class SampleBody(Func<Type, string, Guid> ids)
{
    private static int s_number;

    public string Json(Type type) => JsonSerializer.Serialize(Value(type, ""));

    private object? Value(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Text(name);
        if (type == typeof(Guid) || IsId(type))
            return ids(type, name);
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateTimeOffset))
            return TimeProvider.System.GetUtcNow().AddDays(1);
        if (type.IsEnum)
            return JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[0]);
        if (type.IsPrimitive || type == typeof(decimal))
            return 20;
        if (type.IsAssignableTo(typeof(IDictionary)))
            return new Dictionary<string, object?>(StringComparer.Ordinal);
        if (type != typeof(JsonElement) && Element(type) is { } element)
            return new[] { Value(element, name) };
        return type == typeof(JsonElement) ? new Dictionary<string, object?>(StringComparer.Ordinal) : Members(type);
    }

    private Dictionary<string, object?> Members(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .ToDictionary(
            property => JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            property => Value(property.PropertyType, property.Name),
            StringComparer.Ordinal);

    private static string Text(string name)
    {
        var number = Interlocked.Increment(ref s_number);
        return name.ToUpperInvariant() switch
        {
            "EMAIL" => $"sample{number}@test.example",
            "TIMEZONE" => "America/Montevideo",
            "LANGUAGE" => "en",
            "FROM" => "09:00",
            "TO" or "NUMBER" or "ADDRESS" => $"+598991{number.ToString("D5", CultureInfo.InvariantCulture)}",
            "PASSWORD" or "CURRENTPASSWORD" or "NEWPASSWORD" => "una frase larga",
            _ => $"sample{number}",
        };
    }

    private static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>));

    private static Type? Element(Type type) => type.IsArray
        ? type.GetElementType()
        : type.GetInterfaces().Append(type)
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
}
