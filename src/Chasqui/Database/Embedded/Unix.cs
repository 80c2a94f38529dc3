using System.Runtime.InteropServices;

namespace Chasqui.Database.Embedded;

/// <summary>The few system calls that .NET does not offer.</summary>
internal static class Unix
{
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;

    /// <summary>False when the process is gone or belongs to someone else.</summary>
    public static bool Signal(int processId, int signal) => processId > 1 && Kill(processId, signal) == 0;

    /// <summary>For this account alone. PostgreSQL refuses a data folder that is more open.</summary>
    public static void CreatePrivateFolder(string path)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>How to open a file that is this account's alone from the moment it is made.</summary>
    public static FileStreamOptions PrivateFile(FileMode mode, FileShare share)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        return new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = share,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
    }

    /// <summary>The folder's group may pass through it, without seeing what it holds.</summary>
    public static void LetGroupPass(string folder)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute);
    }

    public static bool IsWritableByOthers(string folder)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        return (File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) is not UnixFileMode.None;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint EffectiveUserId();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
