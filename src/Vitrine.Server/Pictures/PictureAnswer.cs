using Vitrine.Core.Pictures;

namespace Vitrine.Server.Pictures;

/// <summary>A stored picture, for lists of what shows it. Addresses are below the server's own.</summary>
internal sealed record PictureAnswer(string Hash, string Url, string ThumbnailUrl, string Format, int Width, int Height, long Bytes, string? Colour)
{
    public static PictureAnswer From(string project, PictureRecord picture)
    {
        var path = ShowPicture.PathOf(project, picture);
        return new PictureAnswer(
            picture.Hash.ToString(), path, ShowPicture.ThumbnailOf(path), picture.Info.Format.WireName(), picture.Info.Width, picture.Info.Height, picture.Length,
            picture.Colour is { Length: > 0 } colour ? colour : null);
    }
}
