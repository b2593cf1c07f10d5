using System.IO.Compression;
using Microsoft.Net.Http.Headers;

namespace Vitrine.Server.Exports;

/// <summary>
/// A list as a file. Until the first page is there, what goes wrong is a problem; from then on it breaks the connection, so that nobody takes
/// half a file for a whole one.
/// </summary>
internal sealed class ExportAnswer<T>(ExportList<T> list, ExportRequest request) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A stopping server does not wait for a million rows.
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        var writer = new ExportWriter<T>(list, request);
        var page = await writer.BeginAsync(ended.Token);
        var isPacked = TakesGzip(httpContext.Request);
        Describe(httpContext.Response, isPacked);
        try
        {
            if (!isPacked)
            {
                await writer.WriteAsync(page, httpContext.Response.Body, ended.Token);
                return;
            }
            // Not disposed where it fails: its end would look like the file's.
            var packed = new GZipStream(httpContext.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await writer.WriteAsync(page, packed, ended.Token);
            await packed.DisposeAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            httpContext.Abort();
        }
    }

    private void Describe(HttpResponse response, bool isPacked)
    {
        response.ContentType = request.Format.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{request.FileName}\"";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (isPacked) response.Headers.ContentEncoding = "gzip";
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value == "gzip" && encoding.Quality is not 0);
}
