using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PersonaBot.Telegram;

/// <summary>Telegram's Bot API. The address of every call has the token in it, so no address is ever logged or thrown.</summary>
internal sealed class TelegramClient(IOptions<BotOptions> options, TimeProvider clock) : IMessenger, IDisposable
{
    private const int MaxAttempts = 4;
    private const int PollSeconds = 30;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    // Longer than Telegram holds a poll. No factory: its clients log addresses.
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(2 * PollSeconds) };

    public async Task SendMessageAsync(long chatId, string speaker, string text, CancellationToken cancellationToken)
    {
        var head = TelegramText.Cut(speaker, 64);
        foreach (var part in TelegramText.Parts(text, TelegramText.MaxMessage - head.Length - 1))
        {
            var html = $"<b>{TelegramText.Escape(head)}</b>\n{TelegramText.Escape(part)}";
            await CallAsync<JsonElement>("sendMessage", () => Json(new { ChatId = chatId, Text = html, ParseMode = "HTML" }), cancellationToken);
        }
    }

    public Task SendPhotoAsync(long chatId, ReadOnlyMemory<byte> picture, string type, string caption, CancellationToken cancellationToken) =>
        CallAsync<JsonElement>("sendPhoto", () =>
        {
            var file = new ReadOnlyMemoryContent(picture);
            file.Headers.ContentType = new MediaTypeHeaderValue(type);
            return new MultipartFormDataContent
            {
                { new StringContent(chatId.ToString()), "chat_id" },
                { new StringContent(TelegramText.Cut(caption, TelegramText.MaxCaption)), "caption" },
                { file, "photo", "picture" },
            };
        }, cancellationToken);

    public Task SendActionAsync(long chatId, string action, CancellationToken cancellationToken) =>
        CallAsync<JsonElement>("sendChatAction", () => Json(new { ChatId = chatId, Action = action }), cancellationToken);

    public Task SetWebhookAsync(Uri url, string secret, CancellationToken cancellationToken) =>
        CallAsync<JsonElement>("setWebhook", () => Json(new { Url = url, SecretToken = secret, AllowedUpdates = new[] { "message" } }), cancellationToken);

    /// <summary>Updates are given to a webhook or to a poll, never to both.</summary>
    public Task DeleteWebhookAsync(CancellationToken cancellationToken) => CallAsync<JsonElement>("deleteWebhook", () => Json(new { }), cancellationToken);

    /// <param name="offset">The first update that is wanted; those before it are forgotten.</param>
    public Task<Update[]> GetUpdatesAsync(long offset, CancellationToken cancellationToken) =>
        CallAsync<Update[]>("getUpdates", () => Json(new { Offset = offset, Timeout = PollSeconds, AllowedUpdates = new[] { "message" } }), cancellationToken);

    public void Dispose() => http.Dispose();

    private static JsonContent Json(object body) => JsonContent.Create(body, options: TelegramJson.Options);

    // A body is used up by an attempt, so each has its own.
    private async Task<T> CallAsync<T>(string method, Func<HttpContent> body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync<T>(method, body, cancellationToken);
            if (answer is { Ok: true, Result: { } result }) return result;
            var wait = answer switch
            {
                { ErrorCode: StatusCodes.Status429TooManyRequests } => TimeSpan.FromSeconds(answer.Parameters?.RetryAfter ?? attempt),
                { ErrorCode: >= 500 } => TimeSpan.FromSeconds(attempt),
                null when failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => TimeSpan.FromSeconds(attempt),
                // What may have been sent is not sent twice.
                _ => TimeSpan.MaxValue,
            };
            if (attempt == MaxAttempts || wait > LongestWait)
                throw new TelegramException($"Telegram's {method} failed: {answer?.Description ?? failure?.Message ?? "an answer without a result"}", answer?.ErrorCode, failure);
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private async Task<(Answer<T>? Answer, Exception? Failure)> TryAsync<T>(string method, Func<HttpContent> body, CancellationToken cancellationToken)
    {
        try
        {
            using var content = body();
            using var response = await http.PostAsync(new Uri(options.Value.TelegramUrl, $"/bot{options.Value.Token}/{method}"), content, cancellationToken);
            return (await response.Content.ReadFromJsonAsync<Answer<T>>(TelegramJson.Options, cancellationToken), null);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, error);
        }
    }
}
