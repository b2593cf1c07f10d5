namespace Vitrine.Core.Pictures;

/// <summary>Decodes pictures from anywhere, safely. Any member may throw <see cref="DecoderFailedException"/>. All members are thread-safe.</summary>
public interface IPictureReader
{
    /// <summary>Reads the header of a picture alone: quick, and no promise that the rest can be decoded.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    Task<PictureInfo> MeasureAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken);

    /// <summary>Decodes a picture and makes its thumbnails, of which none is larger than the picture.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    Task<PreparedPicture> PrepareAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken);

    /// <summary>The same picture in the same format, turned upright, with nothing but its pixels and colour profile: no position, camera, prompt or comment.</summary>
    /// <exception cref="PictureRefusedException">It is no picture that is taken.</exception>
    Task<ReadOnlyMemory<byte>> CleanAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken);

    /// <summary>Draws an SVG that was made here as PNG. Never for an SVG from outside.</summary>
    Task<ReadOnlyMemory<byte>> DrawAsync(ReadOnlyMemory<byte> svg, CancellationToken cancellationToken);
}
