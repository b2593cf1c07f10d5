using System.Text;

namespace Vitrine.Server.Local;

/// <summary>
/// The Unix socket over which command-line verbs talk to the process that owns a data folder. Who may open it is decided by the
/// permissions of the file; nothing else is asked.
/// </summary>
internal sealed class LocalSocket : IDisposable
{
    /// <summary>What fits into the kernel's address of a socket, in bytes.</summary>
    public const int MaxPathBytes = 107;

    private const string FileName = "vitrine.sock";

    private readonly string? temporary;

    private LocalSocket(string path, string? temporary)
    {
        Path = path;
        this.temporary = temporary;
    }

    public string Path { get; }

    /// <summary>Chooses the socket's path and removes what a killed process left there. Only the owner of the folder's lock may call it.</summary>
    /// <exception cref="StartException">Neither the folder's path nor the temporary folder's is short enough.</exception>
    public static LocalSocket Claim(DataFolder data)
    {
        if (Find(data) is { } stale) File.Delete(stale);
        File.Delete(PointerOf(data));
        var path = System.IO.Path.Combine(data.Path, FileName);
        if (Fits(path)) return new LocalSocket(path, null);

        // Only its owner may enter a temporary subdirectory, so the socket in it is as safe as in the data folder.
        var directory = Directory.CreateTempSubdirectory("vitrine-").FullName;
        path = System.IO.Path.Combine(directory, FileName);
        if (!Fits(path)) throw new StartException($"No socket fits into a path as long as {path}. Choose a shorter temporary folder with TMPDIR.");
        File.WriteAllText(PointerOf(data), path);
        return new LocalSocket(path, directory);
    }

    /// <summary>Where the folder's socket is, or null where there is none. A killed process leaves one that nobody answers.</summary>
    public static string? Find(DataFolder data)
    {
        var path = System.IO.Path.Combine(data.Path, FileName);
        if (File.Exists(path)) return path;
        var pointer = PointerOf(data);
        if (!File.Exists(pointer)) return null;
        path = File.ReadAllText(pointer).Trim();
        return File.Exists(path) ? path : null;
    }

    public void Dispose()
    {
        File.Delete(Path);
        if (temporary is not null) Directory.Delete(temporary);
    }

    private static string PointerOf(DataFolder data) => System.IO.Path.Combine(data.Path, FileName + ".path");

    // A colon would end the path in the address that Kestrel is given.
    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= MaxPathBytes && !path.Contains(':');
}
