using System.Security.Cryptography;
using System.Text;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation.Providers;

/// <summary>
/// Encrypts providers' keys with AES-256-GCM under a key that is derived from the server's secret. The provider's name is authenticated along, so that nobody who can
/// write the database can give one provider another's key. Sealed are a random nonce, the tag and the text, in this order.
/// </summary>
internal sealed class KeySeal(ServerSecret secret)
{
    private const string Purpose = "provider keys";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    // Derived when it is first needed, so that a server without such keys makes no secret.
    private readonly Lazy<byte[]> key = new(() => secret.DeriveKey(Purpose));

    public byte[] Seal(string provider, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Value, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(provider));
        CryptographicOperations.ZeroMemory(plain);
        return box;
    }

    /// <returns>Null where it was sealed with another secret, for another provider, or was changed.</returns>
    public string? Open(string provider, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes) return null;
        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key.Value, TagBytes);
        try
        {
            aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(provider));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
