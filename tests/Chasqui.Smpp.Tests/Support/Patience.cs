namespace Chasqui.Smpp.Support;

/// <summary>A test that waits fails in the end, and says where.</summary>
internal static class Patience
{
    public static Task InTime(this Task task) => task.WaitAsync(Link.Patience, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Link.Patience, TestContext.Current.CancellationToken);

    public static Task<T> InTime<T>(this ValueTask<T> task) => task.AsTask().InTime();
}
