using System.ComponentModel.DataAnnotations;

namespace PersonaBot;

/// <summary>How messages reach the bot.</summary>
internal enum BotMode
{
    /// <summary>Telegram calls the bot, which needs an address that it can reach.</summary>
    Webhook,

    /// <summary>The bot asks Telegram, from anywhere.</summary>
    Poll,

    /// <summary>Without Telegram: a person at the terminal.</summary>
    Try,
}

/// <summary>What the bot is set up with: <c>Bot__Token</c> and so on in the environment.</summary>
internal sealed class BotOptions : IValidatableObject
{
    public const string SectionName = "Bot";

    public BotMode Mode { get; set; }

    /// <summary>From Telegram's BotFather.</summary>
    public string Token { get; set; } = "";

    public Uri TelegramUrl { get; set; } = new("https://api.telegram.org");

    /// <summary>What Telegram sends along with every update, so that nobody else can.</summary>
    [RegularExpression("[A-Za-z0-9_-]{16,256}")]
    public string WebhookSecret { get; set; } = "";

    /// <summary>Where Telegram reaches the bot; https.</summary>
    public Uri? PublicUrl { get; set; }

    public Uri VitrineUrl { get; set; } = new("http://127.0.0.1:8002");

    /// <summary>A <c>server</c> key: the bot acts for everybody who writes to it.</summary>
    [Required]
    public string VitrineKey { get; set; } = "";

    public string PersonasFile { get; set; } = Path.Combine(AppContext.BaseDirectory, "personas.json");

    /// <summary>What a person writes within so many seconds is answered together.</summary>
    [Range(0.0, 30.0)]
    public double BatchSeconds { get; set; } = 1.5;

    /// <summary>The bot writes by itself after so many minutes of silence; 0 for never.</summary>
    [Range(0, 10_080)]
    public int FollowUpMinutes { get; set; } = 180;

    /// <summary>How often it does so before the person has written again.</summary>
    [Range(1, 10)]
    public int MaxFollowUps { get; set; } = 2;

    /// <summary>Seconds between two looks at a job.</summary>
    [Range(0.1, 60.0)]
    public double JobPollSeconds { get; set; } = 1;

    /// <summary>Minutes after which a picture is given up.</summary>
    [Range(1, 240)]
    public int PictureMinutes { get; set; } = 10;

    /// <summary>A serverless endpoint of RunPod, such as <c>https://api.runpod.ai/v2/abc</c>, where pictures are not to be made by Vitrine.</summary>
    public Uri? RunPodUrl { get; set; }

    public string? RunPodKey { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Mode != BotMode.Try && Token.Length == 0) yield return new ValidationResult("Bot:Token is missing: BotFather gives one. Without a token, try the bot with 'run try'.", [nameof(Token)]);
        if (Mode == BotMode.Webhook && WebhookSecret.Length == 0) yield return new ValidationResult("Bot:WebhookSecret is missing.", [nameof(WebhookSecret)]);
        if (RunPodUrl is not null && string.IsNullOrEmpty(RunPodKey)) yield return new ValidationResult("Bot:RunPodKey is missing.", [nameof(RunPodKey)]);
    }
}
