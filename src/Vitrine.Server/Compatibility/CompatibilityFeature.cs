namespace Vitrine.Server.Compatibility;

/// <summary>Which of the paths that existing apps call are served, beside Vitrine's own.</summary>
public sealed class CompatibilityOptions
{
    public const string SectionName = "Compatibility";

    /// <summary>The Telegram persona bot's images page (<c>/api/analytics/images</c>). Default true.</summary>
    public bool PersonaBot { get; set; } = true;

    /// <summary>The brand studio's history of generated images (<c>/ai/generated-images</c>). Default true.</summary>
    public bool BrandStudio { get; set; } = true;

    /// <summary>The chat platform's analytics service (<c>/api/v1/analytics/…</c>). Default true.</summary>
    public bool ChatPlatform { get; set; } = true;

    /// <summary>The Discord bot's analytics manager (<c>/api/v1/analytics/commands/stats</c> and the like). Default true.</summary>
    public bool DiscordBot { get; set; } = true;
}

internal static class CompatibilityFeature
{
    public static void MapCompatibility(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<CompatibilityOptions>();
        if (options.PersonaBot) PersonaBot.Map(app);
        if (options.BrandStudio) BrandStudio.Map(app);
        if (options.ChatPlatform) ChatPlatform.Map(app);
        if (options.DiscordBot) DiscordBot.Map(app);
    }
}
