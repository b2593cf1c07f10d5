using Vitrine.Server.Accounts;

namespace Vitrine.Server.Cli;

/// <summary>What can be checked without opening a store: options, the folder and its disk.</summary>
internal static class FolderChecks
{
    private const long LeastFreeBytes = 256L * 1024 * 1024;

    public static IEnumerable<Finding> Run(VitrineLaunch launch)
    {
        yield return Configuration(launch);
        var folder = DataFolder.At(launch.DataFolder);
        if (!Directory.Exists(folder.Path))
        {
            yield return new Finding("folder", false, $"There is no {folder.Path}. Say with --data where it is; serve makes it.");
            yield break;
        }
        yield return Writable(folder.Path);
        yield return Disk(folder.Path);
        if (File.Exists(Path.Combine(folder.Path, AdminPasswordFile.Name))) yield return AdminPassword(Path.Combine(folder.Path, AdminPasswordFile.Name));
    }

    private static Finding AdminPassword(string file)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var isPrivate = OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ~owner) == 0;
        return new Finding("admin password", isPrivate, isPrivate
            ? $"{file} is its owner's alone; it goes when the password is changed"
            : $"{file} may be read by others: chmod 600 it, and change the password with vitrine accounts password admin");
    }

    private static Finding Configuration(VitrineLaunch launch)
    {
        try
        {
            VitrineServer.CheckOptions(launch);
            return new Finding("configuration", true, "every option is known and in range");
        }
        catch (StartException error)
        {
            return new Finding("configuration", false, error.Message);
        }
    }

    private static Finding Writable(string folder)
    {
        var probe = Path.Combine(folder, $".doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Finding("folder", true, $"{folder} can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding("folder", false, $"{folder} cannot be written: {error.Message}");
        }
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return new Finding("disk", free >= LeastFreeBytes, $"{free / (1024.0 * 1024 * 1024):N1} GiB free");
    }
}
