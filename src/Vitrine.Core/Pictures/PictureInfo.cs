namespace Vitrine.Core.Pictures;

/// <summary>What a picture is, as its decoder says.</summary>
/// <param name="Width">In pixels, as shown: after the turn that its orientation asks for.</param>
/// <param name="Height">The same.</param>
/// <param name="Frames">More than 1 for animations.</param>
public sealed record PictureInfo(PictureFormat Format, int Width, int Height, int Frames);

/// <summary>A smaller copy in WebP, of the first frame.</summary>
/// <param name="Size">The longest side it was made for; a smaller picture keeps its size.</param>
public sealed record Thumbnail(int Size, int Width, int Height, ReadOnlyMemory<byte> Bytes);

/// <summary>A picture that was decoded, with its thumbnails.</summary>
/// <param name="Colour">The colour that most of it has, as <c>#rrggbb</c>.</param>
public sealed record PreparedPicture(PictureInfo Info, string Colour, IReadOnlyList<Thumbnail> Thumbnails);

/// <summary>A picture was not taken.</summary>
/// <param name="code">Stable: one of <see cref="PictureRefusals"/>.</param>
public sealed class PictureRefusedException(string code, string detail) : Exception(detail)
{
    public string Code { get; } = code;
}

/// <summary>
/// A decoder ended or did not answer in time, twice. That may be the picture's doing, or a machine's that has too much to do: whoever has the bytes keeps them and tries again
/// later, and gives up after some tries.
/// </summary>
/// <param name="code">Stable: <see cref="PictureRefusals.TooSlow"/> or <see cref="PictureRefusals.DecoderEnded"/>.</param>
public sealed class DecoderFailedException(string code, string detail, Exception inner) : IOException(detail, inner)
{
    public string Code { get; } = code;
}

/// <summary>Why a picture is not taken.</summary>
public static class PictureRefusals
{
    public const string UnknownFormat = "unknown_picture_format";
    public const string TooManyBytes = "picture_too_large";
    public const string TooManyPixels = "too_many_pixels";
    public const string Undecodable = "undecodable_picture";
    public const string TooSlow = "picture_too_slow";
    public const string DecoderEnded = "decoder_ended";
    public const string OwnerGone = "picture_owner_gone";
}
