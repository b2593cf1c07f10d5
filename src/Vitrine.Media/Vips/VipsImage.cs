namespace Vitrine.Media.Vips;

/// <summary>A picture of libvips: a recipe until something asks for its pixels. Disposing it gives up the reference.</summary>
internal sealed unsafe class VipsImage(nint handle) : IDisposable
{
    private nint handle = handle;

    public nint Handle => handle != 0 ? handle : throw new ObjectDisposedException(nameof(VipsImage));

    /// <summary>Of all frames together, as libvips stacks them.</summary>
    public int Height => Native.vips_image_get_height(Handle);

    public int Width => Native.vips_image_get_width(Handle);

    public int Bands => Native.vips_image_get_bands(Handle);

    /// <summary>Frames of an animation, 1 of anything else.</summary>
    public int Pages => Native.vips_image_get_n_pages(Handle);

    /// <summary>As EXIF numbers it: from 5 on, width and height change places.</summary>
    public int Orientation => Native.vips_image_get_orientation(Handle);

    /// <summary>The same picture with its pixels computed, for what reads them more than once.</summary>
    public VipsImage InMemory()
    {
        var copy = Native.vips_image_copy_memory(Handle);
        return copy != 0 ? new VipsImage(copy) : throw VipsException.Take();
    }

    /// <summary>The pixels, row by row, band by band.</summary>
    public byte[] Pixels()
    {
        var memory = Native.vips_image_write_to_memory(Handle, out var size);
        if (memory == null) throw VipsException.Take();
        try
        {
            return new ReadOnlySpan<byte>(memory, checked((int)size)).ToArray();
        }
        finally
        {
            Native.g_free(memory);
        }
    }

    public void Dispose()
    {
        if (handle != 0) Native.g_object_unref(handle);
        handle = 0;
    }
}
