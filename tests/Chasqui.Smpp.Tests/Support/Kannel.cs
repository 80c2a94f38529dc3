namespace Chasqui.Smpp.Support;

/// <summary>Debian's Kannel: where its programs are. scripts/kannel.sh installs them when it may.</summary>
internal static class Kannel
{
    public static string Program(string name)
    {
        foreach (var folder in (string[])["/usr/sbin", "/usr/local/sbin", "/usr/lib/kannel/test"])
        {
            var program = Path.Combine(folder, name);
            if (File.Exists(program)) return program;
        }
        Assert.Skip($"Kannel's {name} is not installed: on Debian, apt-get install kannel kannel-extras, or run make test as root");
        throw new InvalidOperationException("A skipped test goes on.");
    }
}
