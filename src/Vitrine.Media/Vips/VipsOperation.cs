namespace Vitrine.Media.Vips;

/// <summary>One operation of libvips: what goes in is set, it is run, and what comes out is taken.</summary>
internal sealed unsafe class VipsOperation : IDisposable
{
    private readonly nint handle;
    private bool wasRun;

    private VipsOperation(nint handle) => this.handle = handle;

    /// <param name="name">As libvips calls it: <c>thumbnail_image</c>.</param>
    /// <param name="options">As on its command line: <c>width=64,size=down</c>. Never anything from outside.</param>
    public static VipsOperation Of(string name, string options = "")
    {
        VipsLibrary.Need();
        var made = Native.vips_operation_new(name);
        if (made == 0) throw VipsException.Take();
        var operation = new VipsOperation(made);
        if (options.Length == 0 || Native.vips_object_set_from_string(made, options) == 0) return operation;
        operation.Dispose();
        throw VipsException.Take();
    }

    public VipsOperation Set(string name, VipsImage image)
    {
        var value = default(GValue);
        Native.g_value_init(ref value, Native.vips_image_get_type());
        Native.g_value_set_object(ref value, image.Handle);
        Native.g_object_set_property(handle, name, ref value);
        Native.g_value_unset(ref value);
        return this;
    }

    /// <summary>The bytes are copied, so they may go at once.</summary>
    public VipsOperation Set(string name, ReadOnlySpan<byte> bytes)
    {
        nint blob;
        fixed (byte* first = bytes) blob = Native.vips_blob_copy(first, (nuint)bytes.Length);
        var value = default(GValue);
        Native.g_value_init(ref value, Native.vips_blob_get_type());
        Native.g_value_set_boxed(ref value, blob);
        Native.g_object_set_property(handle, name, ref value);
        Native.g_value_unset(ref value);
        Native.vips_area_unref(blob);
        return this;
    }

    /// <exception cref="VipsException">It failed.</exception>
    public VipsOperation Run()
    {
        wasRun = true;
        return Native.vips_object_build(handle) == 0 ? this : throw VipsException.Take();
    }

    public VipsImage Image(string name = "out")
    {
        var value = default(GValue);
        Native.g_value_init(ref value, Native.vips_image_get_type());
        Native.g_object_get_property(handle, name, ref value);
        var image = new VipsImage(Native.g_value_dup_object(ref value));
        Native.g_value_unset(ref value);
        return image;
    }

    public byte[] Bytes(string name = "buffer")
    {
        var value = default(GValue);
        Native.g_value_init(ref value, Native.vips_blob_get_type());
        Native.g_object_get_property(handle, name, ref value);
        var data = Native.vips_blob_get(Native.g_value_get_boxed(ref value), out var size);
        var bytes = new ReadOnlySpan<byte>(data, checked((int)size)).ToArray();
        Native.g_value_unset(ref value);
        return bytes;
    }

    public void Dispose()
    {
        if (wasRun) Native.vips_object_unref_outputs(handle);
        Native.g_object_unref(handle);
    }
}
