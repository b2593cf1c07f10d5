using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>A call of the Bot API, as it came.</summary>
/// <param name="Fields">Members of the JSON, or parts of the form but its file.</param>
internal sealed record TelegramCall(string Method, IReadOnlyDictionary<string, string> Fields, byte[]? Photo, string? PhotoType)
{
    public long ChatId => long.Parse(Fields["chat_id"]);

    public string Text => Fields["text"];
}

/// <summary>The Bot API of Telegram, as far as a bot of ours uses it: checks the token, notes every call, and says no where a test wants it to.</summary>
internal sealed class TelegramApi : IAsyncDisposable
{
    public const string Token = "123456:AAE-not-a-real-token";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<TelegramCall> calls = [];

    private TelegramApi(WebApplication app)
    {
        this.app = app;
        app.MapPost("/bot" + Token + "/{method}", HandleAsync);
    }

    public Uri Address => new(app.Urls.Single());

    /// <summary>Answers instead of the usual result; null for the usual one.</summary>
    public Func<TelegramCall, (int Status, string Json)?> Refuse { get; set; } = _ => null;

    /// <summary>What getUpdates has, each until it is confirmed by an offset behind it.</summary>
    public ConcurrentQueue<string> Updates { get; } = [];

    public IEnumerable<TelegramCall> Calls(string method) => calls.Where(call => call.Method == method);

    public static async Task<TelegramApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var api = new TelegramApi(builder.Build());
        await api.app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> HandleAsync(string method, HttpRequest request)
    {
        var call = await ReadAsync(method, request);
        if (Refuse(call) is { } refused) return Results.Text(refused.Json, "application/json", statusCode: refused.Status);
        calls.Enqueue(call);
        var result = method == "getUpdates" ? $"[{string.Join(',', Confirm(long.Parse(call.Fields["offset"])))}]" : "true";
        return Results.Text($$"""{"ok":true,"result":{{result}}}""", "application/json");
    }

    private IEnumerable<string> Confirm(long offset)
    {
        while (Updates.TryPeek(out var update) && JsonElement.Parse(update).GetProperty("update_id").GetInt64() < offset) Updates.TryDequeue(out _);
        return Updates;
    }

    private static async Task<TelegramCall> ReadAsync(string method, HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            return new TelegramCall(method, body.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString()), null, null);
        }
        var form = await request.ReadFormAsync();
        using var photo = new MemoryStream();
        await form.Files["photo"]!.CopyToAsync(photo);
        return new TelegramCall(method, form.ToDictionary(field => field.Key, field => field.Value.ToString()), photo.ToArray(), form.Files["photo"]!.ContentType);
    }
}
