using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Sqlite;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Http;

/// <summary>The outermost step: headers that every answer carries, and a problem for everything that is not a success.</summary>
internal sealed partial class RequestGuard(RequestDelegate next, IProjectStores projects, ILogger<RequestGuard> logger)
{
    // Routing refuses the type before an endpoint could say more, and curl -d names a form.
    private const string NameTheType = "Say what the body is, as with \"Content-Type: application/json\".";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";
    // Of answers that are no pages, should a browser show one as a page; a page names its own.
    private static readonly StringValues NoPage = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers.ContentSecurityPolicy = NoPage;
        Problem? problem;
        try
        {
            await next(context);
            var response = context.Response;
            if (response.StatusCode < 400 || response.HasStarted || response.ContentType is not null) return;
            problem = Problems.OfStatus(response.StatusCode).With(response.StatusCode == StatusCodes.Status415UnsupportedMediaType ? NameTheType : null);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more, which is not an error of ours.
            return;
        }
        catch (Exception error)
        {
            problem = Translate(error, context);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }
        }
        await problem.ExecuteAsync(context);
    }

    private Problem Translate(Exception error, HttpContext context)
    {
        switch (error)
        {
            case ProjectGoneException gone:
                return Problems.ProjectNotFound.With(gone.Message, "project");
            case StoreClosedException or AppendRejectedException { Rejection: AppendRejection.Stopping }
                when context.Features.Get<Admission>() is { } admission && projects.Find(admission.Project) is null:
                return Problems.ProjectNotFound.With($"There is no project '{admission.Project}'.", "project");
            case StoreClosedException:
                return Problems.Stopping.With() with { RetryAfter = 5 };
            case BadHttpRequestException { InnerException: JsonException json }:
                return InvalidBody(json);
            case BadHttpRequestException bad:
                return Problems.OfStatus(bad.StatusCode).With(bad.Message);
            case AppendRejectedException { Rejection: AppendRejection.QueueFull }:
                return Problems.QueueFull.With("Nothing of this request was stored. Send it again.") with { RetryAfter = 1 };
            case AppendRejectedException { Rejection: AppendRejection.Stopping }:
                return Problems.Stopping.With("Nothing of this request was stored. Send it again.") with { RetryAfter = 5 };
            case SqliteException { IsFull: true } or AppendRejectedException { Rejection: AppendRejection.DiskFull }:
                return Problems.DiskFull.With("Nothing of this request was stored. Reading goes on.");
            case BlobStoreException { IsFull: true }:
                return Problems.DiskFull.With("There is no room for the picture.");
            case BlobStoreException { IsOthers: true } refused:
                LogStore(logger, refused.Message, context.Request.Method, context.Request.Path.Value);
                return Problems.Unavailable.With("Where pictures are kept belongs to another installation, so none is deleted there. Whoever runs this one can take it over.");
            case BlobStoreException failed:
                LogStore(logger, failed.Message, context.Request.Method, context.Request.Path.Value);
                return Problems.Unavailable.With("What keeps the pictures does not answer now.") with { RetryAfter = 5 };
            case DecoderFailedException failed:
                return Problems.Unavailable.With($"{failed.Code}: {failed.Message}") with { RetryAfter = 5 };
            case QueryBudgetException broad:
                return Problems.QueryTooBroad.With(broad.Message);
            case InvalidCursorException stale:
                return Problems.InvalidCursor.With(stale.Message, "cursor");
            default:
                LogFailure(logger, error, context.Request.Method, context.Request.Path.Value);
                return Problems.Internal.With();
        }
    }

    // The reader's own words name our types; its path is what the caller can use.
    private static Problem InvalidBody(JsonException error)
    {
        var field = error.Path?.TrimStart('$').TrimStart('.');
        return string.IsNullOrEmpty(field)
            ? Problems.InvalidBody.With("The body is not JSON, or has members that the path does not take.")
            : Problems.InvalidBody.With($"'{field}' has the wrong type, or is not taken here.", field);
    }

    [LoggerMessage(LogLevel.Warning, "{Reason} {Method} {Path} was answered with a problem")]
    private static partial void LogStore(ILogger logger, string reason, string method, string? path);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception error, string method, string? path);
}
