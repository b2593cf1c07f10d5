using System.Text;

namespace Vitrine.Bench.Facts;

/// <summary>Words in a Zipf-like order, and prompts made of them.</summary>
internal static class Vocabulary
{
    private static readonly byte[][] Words = [.. """
        portrait light a the of with in at soft golden woman city street night forest river old young smiling detailed cinematic
        warm blue red dress window rain mountain sea sky clouds morning evening lamp neon shadow mist garden flowers market bridge
        castle dragon knight robot astronaut cat dog horse owl fox tiger whale butterfly painting watercolor oil ink sketch pastel
        charcoal vintage film grain lens focus bokeh wide close macro aerial symmetrical minimal ornate baroque gothic futuristic
        steampunk pastoral desert snow ice fire smoke glass marble bronze silk velvet leather wood stone brick copper silver lantern
        candle violin piano guitar trumpet dancer singer painter sailor farmer baker smith monk queen king child elder crowd parade
        festival harbor lighthouse village station train tram bicycle balloon kite umbrella mirror clock map compass telescope
        library bookshop cafe kitchen teapot bread apple cherry lemon orchid rose tulip moss fern birch willow cedar meadow valley
        canyon glacier volcano island lagoon reef comet nebula aurora eclipse thunder dawn dusk midnight autumn spring winter summer
        """.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)];

    /// <summary>Fills all of the span with words; it ends in the middle of one if need be, never in a space.</summary>
    public static void Write(Span<byte> prompt, Random random)
    {
        var position = 0;
        while (position < prompt.Length)
        {
            // Squaring favours the front of the list, as words of a language do.
            var share = random.NextDouble();
            var word = Words[(int)(share * share * Words.Length)].AsSpan();
            if (word.Length > prompt.Length - position) word = word[..(prompt.Length - position)];
            word.CopyTo(prompt[position..]);
            position += word.Length;
            if (position < prompt.Length) prompt[position++] = (byte)' ';
        }

        if (prompt[^1] == (byte)' ') prompt[^1] = (byte)'s';
    }
}
