using System.Reflection;
using System.Runtime.InteropServices;

namespace Vitrine.Media.Vips;

/// <summary>Finds libvips beside the program and sets it up, once a process.</summary>
internal static class VipsLibrary
{
    private static readonly Lazy<bool> Ready = new(Start);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "native");

    /// <exception cref="VipsException">libvips is not there, or does not start.</exception>
    public static void Need() => _ = Ready.Value;

    private static bool Start()
    {
        NativeLibrary.SetDllImportResolver(typeof(VipsLibrary).Assembly, Resolve);
        try
        {
            // Before libvips starts: fontconfig reads these once. The shipped font comes first, so that text looks the same on every machine.
            Native.g_setenv("FONTCONFIG_FILE", FontConfiguration.Write(Path.Combine(Folder, "fonts")), overwrite: true);
            if (Native.vips_init("vitrine") != 0) throw VipsException.Take();
        }
        catch (DllNotFoundException error)
        {
            throw new VipsException($"libvips is not in {Folder}; the build puts it there for Linux (x64, arm64) and macOS (arm64).", error);
        }
        // Loaders that nobody has fuzzed stay closed, but for SVG, which only ever reads charts drawn here.
        Native.vips_block_untrusted_set(true);
        Native.vips_operation_block_set("VipsForeignLoadSvg", false);
        // Each picture is another one, and a worker does one at a time.
        Native.vips_cache_set_max(0);
        Native.vips_concurrency_set(1);
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != Native.Library || !Directory.Exists(Folder)) return 0;
        var file = Directory.EnumerateFiles(Folder, "libvips-cpp.*").Order(StringComparer.Ordinal).FirstOrDefault();
        return file is not null && NativeLibrary.TryLoad(file, out var handle) ? handle : 0;
    }
}
