using Microsoft.Net.Http.Headers;
using Vitrine.Server.Http;

namespace Vitrine.Server.Exports.Archive;

/// <summary>An archive, or a range of it. From the first byte on what goes wrong breaks the connection, so that nobody takes half a file for a whole one.</summary>
/// <param name="takesRange">True where the caller named this very archive: a range of any other would not fit to what it has.</param>
internal sealed partial class ArchiveAnswer(PictureArchive archive, ArchivePlan plan, ArchiveTag tag, string fileName, bool takesRange) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        response.Headers.ETag = $"\"{tag}\"";
        response.Headers.AcceptRanges = "bytes";
        response.Headers.CacheControl = "private, no-store";
        var (from, to) = (0L, plan.Length);
        if (takesRange && request.GetTypedHeaders().Range is { Unit.Value: "bytes", Ranges: { Count: 1 } ranges } && ranges.Single() is { From: { } first } range)
        {
            if (first >= plan.Length || range.To < first)
            {
                response.Headers.ContentRange = new ContentRangeHeaderValue(plan.Length).ToString();
                await Problems.RangeNotSatisfiable.With($"The archive has {plan.Length} bytes.", "Range").ExecuteAsync(httpContext);
                return;
            }
            (from, to) = (first, Math.Min(range.To ?? long.MaxValue - 1, plan.Length - 1) + 1);
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(from, to - 1, plan.Length).ToString();
        }
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        response.ContentLength = to - from;
        await SendAsync(httpContext, new RangeOutput(response.Body, from, to));
    }

    private async Task SendAsync(HttpContext context, RangeOutput output)
    {
        // A stopping server does not wait for a million pictures.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await archive.WriteAsync(plan, output, ended.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (ArchiveChangedException changed)
        {
            LogChanged(context.RequestServices.GetRequiredService<ILogger<ArchiveAnswer>>(), changed.Message);
            context.Abort();
        }
    }

    [LoggerMessage(LogLevel.Warning, "An archive of pictures was broken off: {Why}")]
    private static partial void LogChanged(ILogger logger, string why);
}
