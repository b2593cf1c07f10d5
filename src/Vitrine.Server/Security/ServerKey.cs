using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Server.Security;

/// <summary>The one key that opens everything. Made at the first start, kept in a file that only its owner may read.</summary>
public sealed class ServerKey
{
    private const int MaxLength = 512;

    private readonly byte[] hash;

    private ServerKey(string file, string key, bool isNew)
    {
        File = file;
        IsNew = isNew;
        hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
    }

    public string File { get; }

    /// <summary>True where this start made it.</summary>
    public bool IsNew { get; }

    /// <summary>Reads the key of a folder, or makes it.</summary>
    /// <exception cref="StartException">The file holds no key.</exception>
    public static ServerKey LoadOrCreate(DataFolder folder)
    {
        var isNew = !System.IO.File.Exists(folder.KeyFile);
        if (isNew) Create(folder.KeyFile);
        var key = System.IO.File.ReadAllText(folder.KeyFile).Trim();
        if (key.Length is < 16 or > MaxLength)
            throw new StartException($"{folder.KeyFile} holds no key. Remove the file, and the next start makes a new one.");
        return new ServerKey(folder.KeyFile, key, isNew);
    }

    /// <summary>Takes the same time whatever is presented.</summary>
    public bool Matches(ReadOnlySpan<char> presented)
    {
        if (presented.Length is 0 or > MaxLength) return false;
        Span<byte> utf8 = stackalloc byte[MaxLength * 3];
        Span<byte> presentedHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(presented, utf8)], presentedHash);
        return CryptographicOperations.FixedTimeEquals(presentedHash, hash);
    }

    private static void Create(string file)
    {
        var key = "vk_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        // Complete or not there: a start that is killed here leaves no half a key.
        var draft = file + ".new";
        System.IO.File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(Encoding.ASCII.GetBytes(key + "\n"));
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(draft, file, overwrite: false);
    }
}
