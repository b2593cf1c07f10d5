using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Bench.Pictures;

namespace Vitrine.Bench.Bare;

/// <summary>
/// What vitrine is measured against: Kestrel, the same JSON read by a source-generated serializer, 202, and nothing behind it.
/// Same runtime settings as vitrine.
/// </summary>
internal static class BareEndpoint
{
    public const string Path = "/track";

    /// <summary>Writes a picture of 1 MB as a new file to the disk.</summary>
    public const string WritePath = "/write";

    public static async Task<int> RunAsync(int port, string? files = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapPost(Path, (RequestDelegate)AcceptAsync);
        if (files is not null)
        {
            var png = new Png(seed: 1);
            app.MapPost(WritePath, context => WriteAsync(context, png.Next(), files));
        }

        await app.RunAsync();
        return 0;
    }

    private static async Task WriteAsync(HttpContext context, byte[] picture, string folder)
    {
        await using var file = new FileStream(
            System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.png"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        await file.WriteAsync(picture, context.RequestAborted);
        file.Flush(flushToDisk: true);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private static async Task AcceptAsync(HttpContext context)
    {
        var fact = await JsonSerializer.DeserializeAsync(context.Request.BodyReader, BareJson.Default.BareImage, context.RequestAborted);
        context.Response.StatusCode = fact?.Prompt is null ? StatusCodes.Status400BadRequest : StatusCodes.Status202Accepted;
    }
}

internal sealed record BareImage(
    string? Kind, string? Id, DateTimeOffset CreatedAt, string? UserId, string? Prompt, string? PersonaId, string? Style, string? Model,
    string? Provider, string? Resolution, string? Format, string? Quality, double GenerationTime, decimal Cost, long Bytes, string? ImageUrl,
    JsonElement Meta);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BareImage))]
internal sealed partial class BareJson : JsonSerializerContext;
