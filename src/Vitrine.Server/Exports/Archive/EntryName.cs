using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Exports.Archive;

/// <summary>
/// The name of a picture inside an archive: its day as a folder, its time and its id. Of an id only letters that every file system keeps apart are taken; where that changes
/// or shortens it, a hash of the whole id follows, so that no two are the same and none leads out of its folder.
/// </summary>
internal static class EntryName
{
    private const int MaxId = 64;

    public static string Of(FactRecord image, PictureFormat format)
    {
        var time = FactTime.ToDateTimeOffset(image.Time).UtcDateTime;
        return string.Create(CultureInfo.InvariantCulture, $"images/{time:yyyy-MM-dd}/{time:HHmmss}-{Clean(image.Id)}.{(format == PictureFormat.Jpeg ? "jpg" : format.WireName())}");
    }

    private static string Clean(string id)
    {
        var clean = new string([.. id.Take(MaxId).Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-' ? letter : '_')]);
        return clean == id ? clean : $"{clean}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, 8))}";
    }
}
