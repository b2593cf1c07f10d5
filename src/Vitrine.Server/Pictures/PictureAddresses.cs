using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Security;

namespace Vitrine.Server.Pictures;

/// <summary>What a signed address is worth.</summary>
internal enum AddressVerdict
{
    /// <summary>This server never gave it out.</summary>
    Wrong,

    Expired,

    Valid,
}

/// <summary>
/// Addresses that show a picture to whoever has them, until a time. They are signed with HMAC-SHA256 over project, bucket, hash, size and expiry, so none of these
/// can be changed; nothing is stored for them, and none is taken back before its time but with the picture or the server's secret.
/// </summary>
internal sealed class PictureAddresses(ServerSecret secret)
{
    public const string ExpiresParameter = "expires";
    public const string SignatureParameter = "signature";

    private readonly byte[] key = secret.DeriveKey("picture addresses");

    /// <param name="size">Of the thumbnail; null for the picture itself.</param>
    /// <param name="expires">Unix seconds.</param>
    /// <returns>Below the server's own address.</returns>
    public string Make(string project, PictureRecord picture, int? size, long expires)
    {
        var text = size?.ToString(CultureInfo.InvariantCulture);
        var path = $"{ShowPicture.PathOf(project, picture)}?{ExpiresParameter}={expires.ToString(CultureInfo.InvariantCulture)}";
        return $"{path}{(text is null ? "" : $"&size={text}")}&{SignatureParameter}={WebEncoders.Base64UrlEncode(Sign(project, picture.Bucket, picture.Hash, text, expires))}";
    }

    /// <param name="now">Unix seconds.</param>
    /// <param name="left">Seconds for which it is still good.</param>
    public AddressVerdict Judge(string project, Bucket bucket, BlobHash hash, string? size, string? expires, string? signature, long now, out long left)
    {
        left = 0;
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var until) || !TryDecode(signature, out var given)) return AddressVerdict.Wrong;
        if (!CryptographicOperations.FixedTimeEquals(given, Sign(project, bucket, hash, size, until))) return AddressVerdict.Wrong;
        left = until - now;
        return left > 0 ? AddressVerdict.Valid : AddressVerdict.Expired;
    }

    // None of the parts has a line break in it, so two different lists of them never have one text.
    private byte[] Sign(string project, Bucket bucket, BlobHash hash, string? size, long expires) => HMACSHA256.HashData(
        key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{project}\n{bucket.WireName()}\n{hash}\n{size}\n{expires}")));

    private static bool TryDecode(string? text, out byte[] bytes)
    {
        bytes = [];
        if (text is not { Length: > 0 and < 100 }) return false;
        try
        {
            bytes = WebEncoders.Base64UrlDecode(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
