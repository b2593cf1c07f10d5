using System.Text.Encodings.Web;
using System.Text.Json;
using Vitrine.Core.Query;

namespace Vitrine.Server.Http;

/// <summary>A kind of problem: what callers may rely on. RFC 9457.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable; programs decide by it.</param>
/// <param name="Title">The same for every occurrence.</param>
internal sealed record ProblemKind(int Status, string Code, string Title)
{
    /// <summary>Where <c>/docs/problems</c> explains it.</summary>
    public string Type => $"/docs/problems#{Code}";

    public Problem With(string? detail = null, string? field = null) => new(this) { Detail = detail, Field = field };
}

/// <summary>One occurrence of a problem, as an answer.</summary>
internal sealed record Problem(ProblemKind Kind) : IResult, IStatusCodeHttpResult
{
    // The type is fixed and not sniffed, so nothing need be escaped for HTML.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string ContentType = "application/problem+json";

    /// <summary>What is wrong this time, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>The member or parameter that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>Everything that is wrong, where that is more than one thing; this problem is the first.</summary>
    public IReadOnlyList<QueryProblem> Errors { get; init; } = [];

    /// <summary>What OAuth 2 calls it (RFC 6749, section 5.2), where a client of that may ask.</summary>
    public string? OAuthError { get; init; }

    /// <summary>Seconds after which trying again makes sense.</summary>
    public int? RetryAfter { get; init; }

    public int? StatusCode => Kind.Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        if (Kind.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer realm=\"vitrine\"";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Readable)) Write(writer);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", Kind.Type);
        writer.WriteString("title", Kind.Title);
        writer.WriteNumber("status", Kind.Status);
        writer.WriteString("code", Kind.Code);
        if (Detail is not null) writer.WriteString("detail", Detail);
        if (Field is not null) writer.WriteString("field", Field);
        if (OAuthError is not null) writer.WriteString("error", OAuthError);
        if (Errors.Count > 1) WriteErrors(writer);
        writer.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("code", error.Code);
            writer.WriteString("field", error.Field);
            writer.WriteString("detail", error.Detail);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
