using Npgsql;

namespace Chasqui.Routing;

/// <summary>
/// Starts a transaction over when PostgreSQL ended it for the sake of another (deadlock, serialisation), or when what it had
/// read was no longer so once it held the locks. Nothing of such an attempt is left behind.
/// </summary>
internal static class Contention
{
    private const int Attempts = 5;

    /// <param name="attempt">A whole transaction; null asks for another attempt.</param>
    /// <returns>Its answer; null when every attempt was overtaken.</returns>
    public static async Task<T?> RetryAsync<T>(Func<Task<T?>> attempt, TimeProvider time, CancellationToken cancellationToken)
        where T : struct
    {
        for (var number = 1; ; number++)
        {
            try
            {
                if (await attempt() is { } answer)
                    return answer;
                if (number == Attempts)
                    return null;
            }
            catch (PostgresException conflict) when (number < Attempts
                && conflict.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // The pause below parts those who met.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 10 * number)), time, cancellationToken);
        }
    }
}
