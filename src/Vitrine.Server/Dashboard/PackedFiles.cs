using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Vitrine.Server.Dashboard;

/// <summary>The build packs each larger file beside itself, once for Brotli and once for gzip; this chooses which of them a browser is sent.</summary>
internal sealed class PackedFiles(IFileProvider files)
{
    private static readonly (string Encoding, string Suffix)[] Packings = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>The path of the smallest form that the caller takes.</summary>
    public PathString Choose(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, suffix) in Packings)
        {
            if (accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0) && files.GetFileInfo(request.Path.Value + suffix).Exists)
                return request.Path.Value + suffix;
        }
        return request.Path;
    }

    public static void Describe(StaticFileResponseContext answer)
    {
        var headers = answer.Context.Response.Headers;
        headers.Vary = "Accept-Encoding";
        var name = answer.File.Name;
        foreach (var (encoding, suffix) in Packings)
        {
            if (!name.EndsWith(suffix, StringComparison.Ordinal)) continue;
            headers.ContentEncoding = encoding;
            name = name[..^suffix.Length];
        }
        if (Types.TryGetContentType(name, out var type)) headers.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
    }
}
