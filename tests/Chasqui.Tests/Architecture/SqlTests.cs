using System.Reflection;
using System.Text.RegularExpressions;
using Chasqui.Database;
using Chasqui.Support;
using Npgsql;

namespace Chasqui.Architecture;

/// <summary>PostgreSQL itself reads every statement we have, against the tables as they are.</summary>
public sealed partial class SqlTests(PostgresFixture postgres)
{
    private const char End = '\0';

    private static readonly string[] Preparable = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE", "VALUES"];
    private static readonly string[] Utility =
        ["COPY", "LISTEN", "UNLISTEN", "NOTIFY", "SET", "LOCK", "ANALYZE", "CREATE", "TRUNCATE", "DISCARD"];

    [Fact]
    public async Task Every_statement_is_one_that_PostgreSQL_can_prepare()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var connection = new NpgsqlConnection(await TemplateDatabase.CopyAsync(postgres, cancellationToken));
        await connection.OpenAsync(cancellationToken);

        var faults = new List<string>();
        var count = 0;
        foreach (var (name, statement) in Statements())
        {
            var verb = statement.Split([' ', '\n'], 2)[0].ToUpperInvariant();
            if (Utility.Contains(verb))
                continue;
            if (!Preparable.Contains(verb))
            {
                faults.Add($"{name}: {verb} is no statement this test knows; is this SQL?");
                continue;
            }

            count++;
            try
            {
                await using var prepare = new NpgsqlCommand($"PREPARE statement_{count} AS {Numbered(statement)}", connection);
                await prepare.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException fault)
            {
                faults.Add($"{name}: {fault.MessageText}");
            }
        }

        faults.ShouldBeEmpty();
        count.ShouldBeGreaterThan(100);
    }

    private static IEnumerable<(string Name, string Statement)> Statements()
    {
        var assembly = typeof(Migrator).Assembly;
        var constants =
            from type in assembly.GetTypes()
            where type != typeof(Migrator) // it runs before the tables are there
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where field.IsLiteral && field.FieldType == typeof(string) && field.Name.EndsWith("Sql", StringComparison.Ordinal)
            select ($"{type.FullName}.{field.Name}", (string)field.GetRawConstantValue()!);
        var files =
            from resource in assembly.GetManifestResourceNames()
            where resource.StartsWith("Sql/", StringComparison.Ordinal)
            select (resource, Read(assembly.GetManifestResourceStream(resource)!));
        return from source in constants.Concat(files)
               from statement in Token().Replace(source.Item2, WithoutComments).Split(End)
               where !string.IsNullOrWhiteSpace(statement)
               select (source.Item1, statement.Trim());
    }

    // A semicolon in a quoted text ends nothing.
    private static string WithoutComments(Match token) => token.Value switch
    {
        ";" => End.ToString(),
        ['-', '-', ..] => "",
        var other => other,
    };

    // @name becomes $1, as Npgsql does it, and has no type but the one the statement gives it.
    private static string Numbered(string statement)
    {
        var names = new List<string>();
        return Token().Replace(statement, token =>
        {
            if (!token.Groups["name"].Success)
                return token.Value;
            var name = token.Groups["name"].Value;
            if (!names.Contains(name))
                names.Add(name);
            return $"${names.IndexOf(name) + 1}";
        });
    }

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("""'([^']|'')*'|"[^"]*"|--[^\n]*|;|(?<!@)@(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
