using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vitrine.Server.Http;

/// <summary>A success whose JSON is written by hand. It is written whole before it is sent, so that a failure can still become a problem.</summary>
internal sealed class JsonAnswer(Action<Utf8JsonWriter> write) : IResult
{
    // The answer is never part of a page, so only what JSON itself asks for is escaped: texts of any script stay readable.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        await using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) write(writer);
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = buffer.WrittenCount;
        response.Headers.CacheControl = "no-store";
        await response.BodyWriter.WriteAsync(buffer.WrittenMemory, httpContext.RequestAborted);
    }
}
