using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PersonaBot.Chats;
using PersonaBot.Personas;
using PersonaBot.Pictures;
using PersonaBot.Telegram;
using PersonaBot.Vitrine;

namespace PersonaBot;

/// <summary>Puts the bot together.</summary>
internal static class BotApp
{
    private const string DefaultUrl = "http://127.0.0.1:8011";

    /// <param name="replace">Last word on the services, for tests.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1024 * 1024);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var mode = builder.Configuration.GetSection(BotOptions.SectionName).GetValue<BotMode>(nameof(BotOptions.Mode));
        if (mode == BotMode.Try) builder.Logging.SetMinimumLevel(LogLevel.Warning);

        var services = builder.Services;
        services.AddOptions<BotOptions>().BindConfiguration(BotOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => PersonaBook.Read(provider.GetRequiredService<IOptions<BotOptions>>().Value.PersonasFile));
        services.AddSingleton<VitrineClient>();
        services.AddSingleton<TelegramClient>();
        services.AddSingleton<IMessenger>(provider => mode == BotMode.Try ? ActivatorUtilities.CreateInstance<Terminal>(provider) : provider.GetRequiredService<TelegramClient>());
        services.AddSingleton<IPictureMaker>(provider => provider.GetRequiredService<IOptions<BotOptions>>().Value.RunPodUrl is null
            ? ActivatorUtilities.CreateInstance<VitrinePictures>(provider)
            : ActivatorUtilities.CreateInstance<RunPodPictures>(provider));
        services.AddSingleton<ChatBook>();
        services.AddSingleton<Pipeline>();
        services.AddSingleton<Intake>();
        AddWork<Tracker>(services);
        AddWork<PictureRoom>(services);
        AddWork<Inbox>(services);
        AddWork<FollowUps>(services);
        AddWork<PersonaNames>(services);
        if (mode == BotMode.Poll) AddWork<Polling>(services);
        if (mode == BotMode.Try) AddWork<TerminalReader>(services);
        replace?.Invoke(services);

        var app = builder.Build();
        if (mode == BotMode.Webhook) app.MapWebhook();
        return app;
    }

    /// <summary>Tells Telegram where the bot is.</summary>
    public static async Task<int> SetUpAsync(string[] args)
    {
        await using var app = Build(args);
        var options = app.Services.GetRequiredService<IOptions<BotOptions>>().Value;
        if (options.PublicUrl is not { } url)
        {
            await Console.Error.WriteLineAsync("Set Bot__PublicUrl to the https address under which Telegram reaches the bot.");
            return 1;
        }
        try
        {
            var webhook = new Uri(url, Webhook.Path);
            await app.Services.GetRequiredService<TelegramClient>().SetWebhookAsync(webhook, options.WebhookSecret, CancellationToken.None);
            Console.WriteLine($"Telegram sends updates to {webhook}.");
            return 0;
        }
        catch (TelegramException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return 1;
        }
    }

    private static void AddWork<T>(IServiceCollection services) where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, T>(provider => provider.GetRequiredService<T>()));
    }
}
