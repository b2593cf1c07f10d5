using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Server.Security;

/// <summary>
/// Chance that this installation keeps to itself: <c>secret.key</c> in the data folder, made when it is first needed, or an option. It is in no backup, so what it
/// protects is safe in one. What signs or encrypts has a key of its own, derived from it by HKDF-SHA256 (RFC 5869).
/// </summary>
internal sealed class ServerSecret(SecretOptions options, DataFolder data)
{
    public const string FileName = "secret.key";
    public const int Bytes = 32;

    private readonly Lock guard = new();
    private byte[]? secret;

    /// <param name="purpose">What the key is for; the same purpose always has the same key.</param>
    /// <returns>32 bytes.</returns>
    /// <exception cref="StartException">The option or the file holds something else.</exception>
    public byte[] DeriveKey(string purpose)
    {
        lock (guard) secret ??= Load();
        return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Bytes, salt: [], Encoding.UTF8.GetBytes("vitrine " + purpose));
    }

    private byte[] Load()
    {
        if (options.Key is { Length: > 0 } text) return Read(text) ?? throw new StartException($"Vitrine:Secrets:Key is not {Bytes} bytes in base64.");
        var path = Path.Combine(data.Path, FileName);
        if (!File.Exists(path)) PrivateFile.Write(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes))));
        return Read(File.ReadAllText(path)) ?? throw new StartException($"{path} does not hold {Bytes} bytes in base64.");
    }

    private static byte[]? Read(string text)
    {
        var bytes = new byte[Bytes + 3];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Bytes ? bytes[..Bytes] : null;
    }
}
