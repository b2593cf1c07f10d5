namespace Vitrine.Generation.Sketch;

/// <summary>What a sketch shows: the scene that a word of the prompt asks for, else one by chance.</summary>
internal static class SketchScene
{
    private static readonly (string[] Words, Action<SketchCanvas, SketchPalette, SketchRandom> Draw)[] Scenes =
    [
        (["mountain", "mountains", "hill", "hills", "valley", "landscape", "canyon", "alps"], Mountains),
        (["sea", "ocean", "beach", "lake", "river", "boat", "ship", "island", "water", "wave"], Sea),
        (["city", "street", "skyline", "building", "tokyo", "paris", "york", "office", "shop", "interior", "cafe", "coffee"], City),
        (["forest", "tree", "trees", "wood", "woods", "jungle", "garden", "fox", "deer", "bear"], Forest),
        (["space", "planet", "galaxy", "star", "stars", "astronaut", "rocket", "mars", "cosmos"], Space),
        (["abstract", "logo", "pattern", "geometric", "bauhaus", "icon", "poster"], Shapes),
    ];

    public static string Draw(string prompt, int width, int height, long? seed = null)
    {
        var random = new SketchRandom(seed is null ? prompt : $"{prompt}\n{seed}");
        var words = WordsOf(prompt);
        var palette = SketchPalette.For(words, random);
        var canvas = new SketchCanvas(width, height);
        var byChance = random.Of(Scenes).Draw;
        (Array.Find(Scenes, scene => scene.Words.Any(words.Contains)).Draw ?? byChance)(canvas, palette, random);
        return canvas.ToSvg();
    }

    private static HashSet<string> WordsOf(string prompt) =>
        [.. new string([.. prompt.Select(letter => char.IsLetter(letter) ? char.ToLowerInvariant(letter) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static void Mountains(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        Sky(canvas, palette, random, horizon: 0.75);
        const int ridges = 6;
        for (var ridge = 0; ridge < ridges; ridge++)
        {
            var near = (double)ridge / (ridges - 1);
            canvas.Ground(random, canvas.Height * (0.5 + (0.42 * near)), canvas.Unit * (0.13 - (0.08 * near)), palette.Depth(near), isRough: ridge < 3);
        }
        Birds(canvas, palette, random);
    }

    private static void Sea(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        var horizon = canvas.Height * random.Between(0.52, 0.62);
        var (x, _) = Sky(canvas, palette, random, horizon / canvas.Height);
        canvas.Gradient(horizon, canvas.Height, SketchPalette.Mix(palette.SkyLow, palette.Far, 0.5), palette.Near);
        for (var line = 0; line < 42; line++)
        {
            var depth = Math.Pow(random.Next(), 1.6);
            var y = horizon + (depth * (canvas.Height - horizon));
            var reach = canvas.Unit * (0.02 + (0.11 * depth));
            var middle = random.Next() < 0.6 ? x + (random.Between(-1, 1) * canvas.Unit * (0.05 + (0.2 * depth))) : random.Between(0, canvas.Width);
            canvas.Line(middle - reach, y, middle + reach, y, canvas.Unit * (0.002 + (0.004 * depth)), palette.Light, 0.25 + (0.4 * random.Next()));
        }
        var (boat, size) = (random.Between(0.2, 0.8) * canvas.Width, canvas.Unit * random.Between(0.05, 0.09));
        var deck = horizon + (size * 0.9);
        canvas.Shape([(boat - size, deck), (boat + size, deck), (boat + (size * 0.7), deck + (size * 0.35)), (boat - (size * 0.7), deck + (size * 0.35))], palette.Near);
        canvas.Shape([(boat, deck - (size * 1.9)), (boat, deck - (size * 0.1)), (boat + (size * 0.85), deck - (size * 0.1))], palette.Light);
        canvas.Shape([(boat - (size * 0.08), deck - (size * 1.5)), (boat - (size * 0.08), deck - (size * 0.1)), (boat - (size * 0.7), deck - (size * 0.1))], SketchPalette.Mix(palette.Light, palette.Far, 0.3));
    }

    private static void City(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        Sky(canvas, palette, random, horizon: 0.9);
        for (var row = 0; row < 3; row++)
        {
            var near = row / 2.0;
            var colour = palette.Depth(0.15 + (0.85 * near));
            for (var x = -canvas.Unit * 0.05; x < canvas.Width;)
            {
                var wide = canvas.Unit * random.Between(0.06, 0.13) * (0.8 + (near * 0.6));
                var high = canvas.Height * random.Between(0.18, 0.5) * (1 - (near * 0.25));
                canvas.Rectangle(x, canvas.Height - high, wide, high, colour);
                if (row > 0) Windows(canvas, palette, random, x, canvas.Height - high, wide, high);
                x += wide + (canvas.Unit * random.Between(0, 0.02));
            }
        }
    }

    private static void Windows(SketchCanvas canvas, SketchPalette palette, SketchRandom random, double x, double y, double wide, double high)
    {
        var size = canvas.Unit * 0.012;
        for (var left = x + size; left < x + wide - (size * 1.5); left += size * 2)
        {
            for (var top = y + (size * 1.5); top < y + high - size; top += size * 2.6)
            {
                if (random.Next() < 0.42) canvas.Rectangle(left, top, size, size * 1.4, palette.Light, random.Between(0.35, 0.95));
            }
        }
    }

    private static void Forest(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        Sky(canvas, palette, random, horizon: 0.8);
        for (var row = 0; row < 4; row++)
        {
            var near = row / 3.0;
            var ground = canvas.Height * (0.62 + (0.3 * near));
            canvas.Ground(random, ground, canvas.Unit * 0.025, palette.Depth(near));
            for (var x = random.Between(0, 0.05) * canvas.Width; x < canvas.Width; x += canvas.Unit * random.Between(0.035, 0.09) * (0.6 + near))
                Tree(canvas, x, ground + (canvas.Unit * 0.03), canvas.Unit * random.Between(0.14, 0.26) * (0.55 + (near * 0.9)), palette.Depth(near));
        }
    }

    private static void Tree(SketchCanvas canvas, double x, double foot, double high, string colour)
    {
        canvas.Rectangle(x - (high * 0.02), foot - (high * 0.2), high * 0.04, high * 0.22, colour);
        for (var tier = 0; tier < 3; tier++)
        {
            var (top, wide) = (foot - (high * (0.5 + (tier * 0.25))), high * (0.2 - (tier * 0.045)));
            canvas.Shape([(x, top - (high * 0.1)), (x + wide, top + (high * 0.36)), (x - wide, top + (high * 0.36))], colour);
        }
    }

    private static void Space(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        canvas.Gradient(0, canvas.Height, SketchPalette.Mix(palette.Near, "#05060f", 0.7), SketchPalette.Mix(palette.Near, palette.Far, 0.35));
        Stars(canvas, random, canvas.Height, 160);
        var (x, y, radius) = (canvas.Width * random.Between(0.35, 0.65), canvas.Height * random.Between(0.4, 0.6), canvas.Unit * random.Between(0.18, 0.26));
        canvas.Glow(x, y, radius, palette.Far);
        for (var band = 0; band < 7; band++)
        {
            var at = -0.8 + (band * 0.27);
            var half = radius * Math.Sqrt(1 - (at * at));
            canvas.Line(x - (half * 0.93), y + (radius * at), x + (half * 0.93), y + (radius * at), radius * random.Between(0.03, 0.13), random.Next() < 0.5 ? palette.Light : palette.SkyLow, 0.35);
        }
        canvas.Circle(x + (radius * random.Between(1.5, 1.9)), y - (radius * random.Between(0.4, 1)), radius * 0.16, palette.Light);
    }

    private static void Shapes(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        canvas.Gradient(0, canvas.Height, SketchPalette.Mix(palette.SkyLow, "#ffffff", 0.55), SketchPalette.Mix(palette.SkyLow, "#ffffff", 0.35));
        string[] colours = [palette.SkyTop, palette.Light, palette.Far, palette.Near, SketchPalette.Mix(palette.SkyTop, palette.Near, 0.5)];
        var cell = canvas.Unit / 4;
        for (var left = 0.0; left < canvas.Width; left += cell)
        {
            for (var top = 0.0; top < canvas.Height; top += cell)
            {
                var colour = random.Of(colours);
                switch (random.Below(5))
                {
                    case 0: canvas.Circle(left + (cell / 2), top + (cell / 2), cell * 0.42, colour); break;
                    case 1: canvas.Rectangle(left + (cell * 0.08), top + (cell * 0.08), cell * 0.84, cell * 0.84, colour); break;
                    case 2: canvas.Shape([(left, top + cell), (left + cell, top + cell), (left + cell, top)], colour); break;
                    case 3: canvas.Shape([(left + (cell / 2), top + (cell * 0.06)), (left + (cell * 0.94), top + (cell / 2)), (left + (cell / 2), top + (cell * 0.94)), (left + (cell * 0.06), top + (cell / 2))], colour); break;
                    default: for (var stripe = 0; stripe < 4; stripe++) canvas.Rectangle(left, top + (cell * ((stripe * 0.25) + 0.06)), cell, cell * 0.11, colour); break;
                }
            }
        }
    }

    private static (double X, double Y) Sky(SketchCanvas canvas, SketchPalette palette, SketchRandom random, double horizon)
    {
        canvas.Gradient(0, canvas.Height, palette.SkyTop, palette.SkyLow);
        if (palette.IsNight) Stars(canvas, random, canvas.Height * horizon, 90);
        var (x, y) = (canvas.Width * random.Between(0.2, 0.8), canvas.Height * random.Between(0.18, 0.42));
        canvas.Glow(x, y, canvas.Unit * random.Between(0.05, 0.11), palette.Light);
        return (x, y);
    }

    private static void Stars(SketchCanvas canvas, SketchRandom random, double depth, int count)
    {
        for (var star = 0; star < count; star++)
            canvas.Circle(random.Between(0, canvas.Width), random.Between(0, depth), canvas.Unit * random.Between(0.0008, 0.0028), "#ffffff", random.Between(0.3, 1));
    }

    private static void Birds(SketchCanvas canvas, SketchPalette palette, SketchRandom random)
    {
        var (x, y) = (canvas.Width * random.Between(0.2, 0.7), canvas.Height * random.Between(0.2, 0.35));
        for (var bird = 0; bird < 5; bird++)
        {
            var (left, top, wing) = (x + (canvas.Unit * random.Between(-0.1, 0.1)), y + (canvas.Unit * random.Between(-0.05, 0.05)), canvas.Unit * random.Between(0.008, 0.014));
            canvas.Line(left - wing, top - (wing * 0.5), left, top, wing * 0.22, palette.Near, 0.8);
            canvas.Line(left, top, left + wing, top - (wing * 0.5), wing * 0.22, palette.Near, 0.8);
        }
    }
}
