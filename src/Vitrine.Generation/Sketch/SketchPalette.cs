namespace Vitrine.Generation.Sketch;

/// <summary>The colours of a sketch, as <c>#rrggbb</c>.</summary>
/// <param name="SkyTop">Where the sky begins, at the upper edge.</param>
/// <param name="SkyLow">Where it ends, at the horizon.</param>
/// <param name="Light">Sun, moon, windows.</param>
/// <param name="Far">What is farthest away; between it and <paramref name="Near"/> lie all depths.</param>
internal sealed record SketchPalette(string SkyTop, string SkyLow, string Light, string Far, string Near, bool IsNight = false)
{
    private static readonly (string[] Words, SketchPalette Palette)[] Named =
    [
        (["night", "moon", "midnight", "dark", "nacht", "stars", "starry"], new("#0b1026", "#3a2f6b", "#f4ecc9", "#3b3a75", "#0a0c1e", IsNight: true)),
        (["sunset", "dusk", "evening", "golden", "autumn"], new("#3b1f4e", "#ff9a5a", "#ffe2a0", "#b4566b", "#2a1633")),
        (["sunrise", "dawn", "morning", "spring", "pastel"], new("#8fb8de", "#ffdcc2", "#fff3d6", "#c9a9c4", "#4a5a78")),
        (["snow", "winter", "ice", "arctic", "frozen"], new("#9db9d3", "#eef3f8", "#ffffff", "#c3d3e2", "#51698a")),
        (["desert", "dune", "sahara", "canyon", "mars"], new("#e8b27a", "#fbe3b8", "#fff6dd", "#d98b54", "#6e3522")),
        (["forest", "jungle", "green", "garden", "tree"], new("#bfe0d0", "#f3f7e3", "#fffbe0", "#86b49a", "#1f4037")),
        (["neon", "cyberpunk", "synthwave", "retro"], new("#1a0b3b", "#ff4fa3", "#ffd36e", "#6b2fb3", "#0d0620", IsNight: true)),
    ];

    private static readonly SketchPalette[] Others =
    [
        .. Named.Select(named => named.Palette),
        new("#6fa8dc", "#e9f3fb", "#fff8e1", "#9ec1dd", "#2f4f6f"),
        new("#f2a7a0", "#fdebd3", "#fffdf2", "#d98f8f", "#5b3a4a"),
        new("#2e5266", "#9fb8c3", "#f3e9d2", "#6e8898", "#1b2b36"),
        new("#f6d365", "#fdf3d8", "#ffffff", "#f0a868", "#7a4a3a"),
    ];

    /// <summary>The palette that a word of the prompt asks for, else one by chance.</summary>
    public static SketchPalette For(IReadOnlySet<string> words, SketchRandom random)
    {
        var chosen = random.Of(Others);
        foreach (var (names, palette) in Named)
        {
            if (names.Any(words.Contains)) return palette;
        }
        return chosen;
    }

    /// <summary>A colour between far (0) and near (1).</summary>
    public string Depth(double near) => Mix(Far, Near, near);

    public static string Mix(string from, string to, double part)
    {
        Span<char> mixed = stackalloc char[7];
        mixed[0] = '#';
        for (var band = 0; band < 3; band++)
        {
            var (start, end) = (Band(from, band), Band(to, band));
            ((int)Math.Round(start + ((end - start) * part))).TryFormat(mixed[(1 + (band * 2))..], out _, "x2");
        }
        return new string(mixed);
    }

    private static int Band(string colour, int band) => Convert.ToInt32(colour.Substring(1 + (band * 2), 2), 16);
}
