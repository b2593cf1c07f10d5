using System.Security.Cryptography;
using System.Text;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pictures;

/// <summary>
/// Says to the store of pictures who keeps them there. A bucket can be seen by two installations, as by a server and the drill of restoring its backup, and neither
/// may remove what only the other knows. They may well share their secret, so the mark is of <c>installation.id</c> as well: made where it is missing, and in no backup.
/// </summary>
internal sealed class BlobOwner(DataFolder data, ServerSecret secret)
{
    public const string FileName = "installation.id";

    private const int Bytes = 16;

    /// <summary>Tells nothing of the secret.</summary>
    /// <exception cref="StartException">The file holds something else.</exception>
    public string ReadMark() => Convert.ToHexStringLower(secret.DeriveKey($"owner of pictures {ReadId()}").AsSpan(0, Bytes));

    private Guid ReadId()
    {
        var path = Path.Combine(data.Path, FileName);
        if (!File.Exists(path)) PrivateFile.Write(path, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(2 * Bytes, lowercase: true)));
        return Guid.TryParseExact(File.ReadAllText(path).Trim(), "N", out var id) ? id : throw new StartException($"{path} does not hold {2 * Bytes} hexadecimal digits.");
    }
}
