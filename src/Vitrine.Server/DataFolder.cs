namespace Vitrine.Server;

/// <summary>The folder that holds everything Vitrine keeps, and the lock that lets one process own it.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream? owned;

    private DataFolder(string path, FileStream? owned)
    {
        Path = path;
        this.owned = owned;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    public string ProjectFolder(string slug) => System.IO.Path.Combine(Path, "projects", slug);

    /// <summary>Makes the folder where needed and takes its lock.</summary>
    /// <exception cref="StartException">Another process owns the folder, or it cannot be written.</exception>
    public static DataFolder Own(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var lockFile = System.IO.Path.Combine(full, "vitrine.lock");
        try
        {
            CreatePrivate(full);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
            return new DataFolder(full, new FileStream(lockFile, options));
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StartException($"The data folder {full} cannot be written: {error.Message}", error);
        }
        catch (IOException error) when (File.Exists(lockFile))
        {
            throw new StartException($"Another process is using the data folder {full}. Stop it, or choose another folder with VITRINE_DATA.", error);
        }
        catch (IOException error)
        {
            throw new StartException($"The data folder {full} cannot be made: {error.Message}", error);
        }
    }

    /// <summary>The folder as others see it: paths only, nothing is made or locked.</summary>
    public static DataFolder At(string path) => new(System.IO.Path.GetFullPath(path), null);

    public void Dispose() => owned?.Dispose();

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else if (!Directory.Exists(path)) Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }
}
