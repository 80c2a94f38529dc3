namespace Chasqui.Hosting;

/// <summary>A page of a list, by key: <see cref="Next"/> is passed as `after` to get the one that follows; null at the end.</summary>
internal sealed record Page<T>
{
    public required IReadOnlyList<T> Items { get; init; }

    public required Guid? Next { get; init; }

    /// <summary>Makes a page of up to <paramref name="limit"/> items from a query that asked for one more.</summary>
    public static Page<T> From(IReadOnlyList<T> rows, int limit, Func<T, Guid> key) => rows.Count > limit
        ? new Page<T> { Items = [.. rows.Take(limit)], Next = key(rows[limit - 1]) }
        : new Page<T> { Items = rows, Next = null };
}

internal static class PageLimit
{
    public const int Default = 100;

    /// <summary>1 to 500; <see cref="Default"/> when not given.</summary>
    public static int Clamp(int? limit) => Math.Clamp(limit ?? Default, 1, 500);
}
