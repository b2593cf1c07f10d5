using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PersonaBot;
using Vitrine.Testing;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>The persona bot on a free port, with a clock that stands still until the test lets it run.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    public const string Secret = "a-secret-of-telegram-and-the-bot";

    private const int MaxSteps = 10_000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication app;
    private readonly HttpClient telegram;
    private readonly Logs logs;
    private int updates;

    private RunningBot(WebApplication app, ManualClock clock, Logs logs)
    {
        this.logs = logs;
        this.app = app;
        Clock = clock;
        telegram = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public ManualClock Clock { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<RunningBot> StartAsync(Uri vitrine, string key, TelegramApi telegram, Logs? logs = null, params string[] options)
    {
        var clock = new ManualClock();
        logs ??= new Logs();
        var built = BotApp.Build(
        [
            "--urls=http://127.0.0.1:0", $"--Bot:Token={TelegramApi.Token}", $"--Bot:TelegramUrl={telegram.Address}", $"--Bot:WebhookSecret={Secret}",
            $"--Bot:VitrineUrl={vitrine}", $"--Bot:VitrineKey={key}", "--Bot:PictureMinutes=240", .. options,
        ], services =>
        {
            services.AddSingleton<TimeProvider>(clock);
            services.AddLogging(logging =>
            {
                logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
            });
        });
        await built.StartAsync(Cancel);
        return new RunningBot(built, clock, logs);
    }

    /// <summary>A message as Telegram sends it.</summary>
    public static string Update(int id, string text, long chat = 42, string? username = "ada_l", string? firstName = "Ada") => JsonSerializer.Serialize(new
    {
        update_id = id,
        message = new { message_id = id, date = 1_750_000_000, chat = new { id = chat, type = "private" }, from = new { id = chat, is_bot = false, first_name = firstName, username }, text },
    });

    public async Task WriteAsync(string text, long chat = 42)
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync(Update(Interlocked.Increment(ref updates), text, chat)));
    }

    public async Task<HttpStatusCode> SendAsync(string update, string? secret = Secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/telegram/webhook") { Content = new StringContent(update, Encoding.UTF8, "application/json") };
        if (secret is not null) request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", secret);
        using var response = await telegram.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    /// <summary>Lets time pass, faster than it does, until it is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var steps = 0; !await condition(); steps++)
        {
            Assert.True(steps < MaxSteps, $"It has not happened. The bot's log:\n{string.Join('\n', logs.Lines)}");
            Clock.Advance(Step);
            // What the step has set off runs elsewhere and needs real time: without it, hours would pass on the bot's clock.
            await Task.Delay(Pace, Cancel);
        }
    }

    public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public async ValueTask DisposeAsync()
    {
        telegram.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }
}
