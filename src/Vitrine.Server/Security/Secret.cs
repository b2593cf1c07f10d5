using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Server.Security;

/// <summary>
/// Keys and tokens: 256 random bits behind a prefix that says what they open. So much chance needs no slow hash; SHA-256 is what is kept.
/// </summary>
internal static class Secret
{
    public const string KeyPrefix = "vtr_";
    public const string SessionPrefix = "vts_";
    public const string PanelPrefix = "vtp_";

    /// <summary>Longer texts are no secret of ours.</summary>
    public const int MaxLength = 256;

    private const int RandomBytes = 32;

    public static string New(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(ReadOnlySpan<char> secret)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(secret, hash);
        return hash;
    }

    /// <summary>True where the text has that hash; takes the same time either way.</summary>
    public static bool Matches(ReadOnlySpan<char> presented, ReadOnlySpan<byte> hash)
    {
        if (presented.Length is 0 or > MaxLength) return false;
        Span<byte> presentedHash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(presented, presentedHash);
        return CryptographicOperations.FixedTimeEquals(presentedHash, hash);
    }

    private static void Hash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength * 3];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], hash);
    }
}
