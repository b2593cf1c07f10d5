namespace Vitrine.Server.Demo;

/// <param name="Looks">What its picture shows.</param>
internal sealed record DemoPersona(string Id, string Name, string Greeting, string Looks);

/// <param name="Elements">What its pictures have in common.</param>
internal sealed record DemoDataset(string Id, string Name, string Vibe, int ReferenceImages, string[] Elements);

/// <param name="Provider">Who runs it.</param>
/// <param name="Seconds">How long a picture takes at the median.</param>
/// <param name="Cost">Dollars a picture.</param>
/// <param name="StartShare">Its share of the pictures in the beginning.</param>
/// <param name="EndShare">Its share in the end.</param>
internal sealed record DemoImageModel(string Name, string Provider, double Seconds, decimal Cost, double StartShare, double EndShare);

/// <param name="InputCost">Dollars a million tokens.</param>
/// <param name="OutputCost">Dollars a million tokens.</param>
internal sealed record DemoChatModel(string Name, double Seconds, decimal InputCost, decimal OutputCost);

internal sealed record DemoShape(string AspectRatio, int Width, int Height)
{
    public string Resolution => $"{Width}x{Height}";
}

internal sealed record DemoGuild(string Id, string[] Channels);

/// <summary>What the app of the demo offers.</summary>
internal static class DemoCatalogue
{
    public static readonly DemoPersona[] Personas =
    [
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e01", "Marlow, keeper of the lighthouse", "The lamp is lit. What do you see out there tonight?", "a lighthouse on a cliff at night, moonlight"),
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e02", "Professor Tansy", "Ah, a curious mind. Sit, the kettle is on.", "a library full of books, candlelight"),
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e03", "Captain Vesper", "Welcome aboard. We leave with the tide.", "a ship on the sea at sunset"),
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e04", "夜市のユキ", "いらっしゃい。今夜は何を探しているの？", "a market of lanterns in the rain, neon"),
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e05", "Бабушка Ольга", "Проходи, чай уже горячий. Что тебе рассказать?", "a house in the snow, warm lamp light"),
        new("0b6f4c8e-1f0d-4c53-9a51-6d1c4f3a7e06", "سمير رسّام الخرائط", "أهلاً بك. أي طريق نرسم اليوم؟", "a desert with mountains at golden hour"),
    ];

    public static readonly DemoDataset[] Datasets =
    [
        new("5e1a90d4-7c2b-4b7e-8e44-2f9b1c6d0a01", "Tidewater Tonics", "fresh, coastal, a little salty", 6, ["teal bottle", "cork stopper", "wave pattern"]),
        new("5e1a90d4-7c2b-4b7e-8e44-2f9b1c6d0a02", "Puddle & Co", "playful, for rainy days", 4, ["yellow raincoat", "paper boat"]),
        new("5e1a90d4-7c2b-4b7e-8e44-2f9b1c6d0a03", "Kettle Hill Tea", "warm, slow, handmade", 3, ["brass kettle", "hand-drawn label", "linen cloth"]),
        new("5e1a90d4-7c2b-4b7e-8e44-2f9b1c6d0a04", "Foldaway", "quick, urban, light", 8, ["folding bicycle", "coral frame"]),
        new("5e1a90d4-7c2b-4b7e-8e44-2f9b1c6d0a05", "Little Clay", "quiet, small, earthy", 2, ["ceramic fox"]),
    ];

    public static readonly DemoImageModel[] ImageModels =
    [
        new("sdxl-1.0", "comfyui", 6.5, 0.004m, 0.50, 0.20),
        new("flux.1-dev", "runpod", 11.0, 0.018m, 0.25, 0.30),
        new("gpt-image-1", "openai", 18.0, 0.042m, 0.20, 0.15),
        new("gemini-3-pro-image", "gemini", 9.0, 0.134m, 0.05, 0.35),
    ];

    public static readonly DemoChatModel[] ChatModels =
    [
        new("gpt-4o-mini", 1.1, 0.15m, 0.60m),
        new("claude-haiku-4-5", 1.4, 1.00m, 5.00m),
        new("gemini-2.5-flash", 0.9, 0.30m, 2.50m),
    ];

    public static readonly DemoShape[] Shapes =
        [new("1:1", 1024, 1024), new("16:9", 1344, 768), new("9:16", 768, 1344), new("4:3", 1152, 864), new("3:4", 864, 1152)];

    public static readonly string[] Styles =
        ["photograph", "watercolour", "ink drawing", "isometric", "oil painting", "paper cut", "pixel art", "anime", "claymation", "blueprint", "linocut"];

    public static readonly string[] Loras = ["film-grain", "ink-wash", "soft-light", "tiny-worlds", "neon-rain", "old-map"];

    public static readonly DemoGuild[] Guilds =
    [
        new("804512390011223040", ["804512390011223101", "804512390011223102", "804512390011223103"]),
        new("811730044556677120", ["811730044556677201", "811730044556677202"]),
        new("829904411223344640", ["829904411223344701", "829904411223344702", "829904411223344703", "829904411223344704"]),
        new("840117788990011392", ["840117788990011401"]),
    ];

    public static readonly string[] NegativePrompts =
        ["blurry, low quality, watermark", "extra fingers, deformed hands", "text, logo, signature", "oversaturated, jpeg artefacts"];

    public static readonly string[] UserAgents =
    [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
        "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    ];
}
