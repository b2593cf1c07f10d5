using System.IO.Compression;

namespace Vitrine.Server.Import;

/// <summary>A file to import, unpacked on the way if it is a gzip.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly FileStream disk;

    private InputFile(FileStream disk, string name, Stream content)
    {
        this.disk = disk;
        Name = name;
        Content = content;
    }

    /// <summary>The base name, without <c>.gz</c>; ids of rows are derived from it.</summary>
    public string Name { get; }

    public Stream Content { get; }

    public string Extension => Path.GetExtension(Name).ToLowerInvariant();

    public double Fraction => disk.Length == 0 ? 1 : (double)disk.Position / disk.Length;

    public static InputFile Open(string path)
    {
        var opened = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024);
        var name = Path.GetFileName(path);
        if (!IsGzip(opened)) return new InputFile(opened, name, opened);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        return new InputFile(opened, name, new GZipStream(opened, CompressionMode.Decompress));
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }

    public void Dispose()
    {
        Content.Dispose();
        disk.Dispose();
    }
}
