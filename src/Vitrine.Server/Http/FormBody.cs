using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Vitrine.Server.Http;

/// <summary>A <c>multipart/form-data</c> body: texts by their names, the last of each, and files in their order.</summary>
internal sealed record FormBody(IReadOnlyDictionary<string, string> Fields, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> Files)
{
    private const int MaxParts = 200;
    private const int MaxNameLength = 128;
    private const int MaxText = 256 * 1024;
    private const int MaxBoundary = 200;

    public static bool Is(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads part by part, as much as the path's limit of a body lets through.</summary>
    /// <param name="textsLikeFiles">A text of this name may be as long as a file: a picture in base64.</param>
    /// <exception cref="BadHttpRequestException">It is none.</exception>
    public static async Task<FormBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken, params string[] textsLikeFiles)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary) throw new BadHttpRequestException("The form names no boundary.");
        var reader = new MultipartReader(boundary, request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new List<(string, ReadOnlyMemory<byte>)>();
        try
        {
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
            {
                if (parts == MaxParts) throw new BadHttpRequestException($"A form has at most {MaxParts} parts.");
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 and <= MaxNameLength } name)
                    throw new BadHttpRequestException("A part of the form has no name.");
                var isFile = disposition.FileName.HasValue || disposition.FileNameStar.HasValue;
                var bytes = await ReadAsync(section.Body, isFile || textsLikeFiles.Contains(name) ? int.MaxValue : MaxText, name, cancellationToken);
                if (isFile) files.Add((name, bytes));
                else fields[name] = Encoding.UTF8.GetString(bytes);
            }
        }
        catch (Exception error) when (error is InvalidDataException || (error is IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested))
        {
            throw new BadHttpRequestException("The body is not a form.", error);
        }
        return new FormBody(fields, files);
    }

    private static async Task<byte[]> ReadAsync(Stream body, int most, string name, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (text.Length + read > most) throw new BadHttpRequestException($"The form's '{name}' is too long.", StatusCodes.Status413PayloadTooLarge);
            text.Write(buffer, 0, read);
        }
        return text.ToArray();
    }
}
