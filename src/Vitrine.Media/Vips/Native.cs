using System.Runtime.InteropServices;

namespace Vitrine.Media.Vips;

/// <summary>
/// What is used of libvips, GObject and GLib, all exported by one library. None of these takes variable arguments, whose calling convention differs between
/// platforms.
/// </summary>
internal static unsafe partial class Native
{
    public const string Library = "vips";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_init(string name);

    [LibraryImport(Library)]
    public static partial void vips_cache_set_max(int max);

    [LibraryImport(Library)]
    public static partial void vips_concurrency_set(int concurrency);

    [LibraryImport(Library)]
    public static partial void vips_block_untrusted_set([MarshalAs(UnmanagedType.Bool)] bool state);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void vips_operation_block_set(string name, [MarshalAs(UnmanagedType.Bool)] bool state);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint vips_operation_new(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int vips_object_set_from_string(nint operation, string options);

    [LibraryImport(Library)]
    public static partial int vips_object_build(nint operation);

    [LibraryImport(Library)]
    public static partial void vips_object_unref_outputs(nint operation);

    [LibraryImport(Library)]
    public static partial nint vips_blob_copy(byte* data, nuint size);

    [LibraryImport(Library)]
    public static partial byte* vips_blob_get(nint blob, out nuint size);

    [LibraryImport(Library)]
    public static partial nint vips_blob_get_type();

    [LibraryImport(Library)]
    public static partial nint vips_image_get_type();

    [LibraryImport(Library)]
    public static partial void vips_area_unref(nint area);

    [LibraryImport(Library)]
    public static partial int vips_image_get_width(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_height(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_bands(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_n_pages(nint image);

    [LibraryImport(Library)]
    public static partial int vips_image_get_orientation(nint image);

    [LibraryImport(Library)]
    public static partial nint vips_image_copy_memory(nint image);

    [LibraryImport(Library)]
    public static partial byte* vips_image_write_to_memory(nint image, out nuint size);

    [LibraryImport(Library)]
    public static partial byte* vips_error_buffer();

    [LibraryImport(Library)]
    public static partial void vips_error_clear();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int g_setenv(string variable, string value, [MarshalAs(UnmanagedType.Bool)] bool overwrite);

    [LibraryImport(Library)]
    public static partial void g_free(byte* memory);

    [LibraryImport(Library)]
    public static partial void g_object_unref(nint instance);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_set_property(nint instance, string name, ref GValue value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void g_object_get_property(nint instance, string name, ref GValue value);

    [LibraryImport(Library)]
    public static partial nint g_value_init(ref GValue value, nint type);

    [LibraryImport(Library)]
    public static partial void g_value_unset(ref GValue value);

    [LibraryImport(Library)]
    public static partial void g_value_set_object(ref GValue value, nint instance);

    [LibraryImport(Library)]
    public static partial void g_value_set_boxed(ref GValue value, nint boxed);

    [LibraryImport(Library)]
    public static partial nint g_value_dup_object(ref GValue value);

    [LibraryImport(Library)]
    public static partial nint g_value_get_boxed(ref GValue value);
}

/// <summary>GObject's container of any value: a type and two machine words.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    private nint type;
    private ulong first;
    private ulong second;
}
