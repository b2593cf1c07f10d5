using Microsoft.Net.Http.Headers;
using Vitrine.Core.Blobs;
using Vitrine.Server.Http;

namespace Vitrine.Server.Pictures;

/// <summary>Stored bytes as an answer: known by their hash, in ranges where asked, and never anything but a picture to a browser.</summary>
/// <param name="caching">One of <see cref="PictureCaching"/>.</param>
internal sealed class SendPicture(IBlobStore blobs, BlobKey key, string mediaType, string caching) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = new EntityTagHeaderValue($"\"{key.Hash}-{(byte)key.Variant}\"");
        response.Headers.CacheControl = caching;
        response.Headers.ETag = tag.ToString();
        response.Headers.AcceptRanges = "bytes";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";
        if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var range = RangeOf(request, tag);
        await using var content = await blobs.OpenAsync(key, range?.From ?? 0, range is { From: not null, To: { } to } ? to - range.From + 1 : null, httpContext.RequestAborted);
        if (content is null)
        {
            await Problems.NotFound.With("There is no such picture.").ExecuteAsync(httpContext);
            return;
        }
        response.ContentType = mediaType;
        var (first, last) = (0L, content.TotalLength - 1);
        if (range is not null)
        {
            (first, last) = (range.From ?? 0, Math.Min(range.To ?? last, last));
            if (first > last)
            {
                response.Headers.ContentRange = new ContentRangeHeaderValue(content.TotalLength).ToString();
                await Problems.RangeNotSatisfiable.With($"The picture has {content.TotalLength} bytes.", "Range").ExecuteAsync(httpContext);
                return;
            }
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(first, last, content.TotalLength).ToString();
        }
        response.ContentLength = last - first + 1;
        if (!HttpMethods.IsHead(request.Method)) await content.Content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    // One range from a first byte on. Anything else is answered whole, as a server may.
    private static RangeItemHeaderValue? RangeOf(HttpRequest request, EntityTagHeaderValue tag)
    {
        var headers = request.GetTypedHeaders();
        if (headers.IfRange is { } condition && condition.EntityTag?.Compare(tag, useStrongComparison: true) is not true) return null;
        return headers.Range is { Ranges: { Count: 1 } ranges } asked && asked.Unit == "bytes" && ranges.Single() is { From: not null } only ? only : null;
    }
}
