using System.Globalization;

namespace Chasqui.Database.Embedded;

/// <summary>The server parameters, given on the command line at each start so that a new release's values always hold.</summary>
internal static class PostgresSettings
{
    public static IReadOnlyDictionary<string, string> For(int port, IReadOnlyDictionary<string, string> replacements)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = string.Empty,
            ["max_connections"] = "200",

            ["shared_buffers"] = "256MB",
            ["effective_cache_size"] = "1GB",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off",
            ["timezone"] = "UTC",

            ["synchronous_commit"] = "on",
            // Bounds both the room that write-ahead log takes and the time that recovery takes after a crash.
            ["max_wal_size"] = "1GB",
            ["min_wal_size"] = "256MB",
            ["checkpoint_timeout"] = "5min",
            ["autovacuum_naptime"] = "10s",

            // Customers' text never reaches a log: no statements and no parameters; terse leaves out the DETAIL line that
            // quotes the values of a violated key; errors themselves, which quote input, go to the client that caused them.
            ["log_destination"] = "stderr",
            ["logging_collector"] = "off",
            ["log_timezone"] = "UTC",
            ["log_line_prefix"] = "%m [%p] ",
            ["log_statement"] = "none",
            ["log_min_duration_statement"] = "-1",
            ["log_parameter_max_length"] = "0",
            ["log_parameter_max_length_on_error"] = "0",
            ["log_min_error_statement"] = "panic",
            ["log_min_messages"] = "log",
            ["log_error_verbosity"] = "terse",
        };
        foreach (var (name, value) in replacements) settings[name] = value;
        return settings;
    }
}
