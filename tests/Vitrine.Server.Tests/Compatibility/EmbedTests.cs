using Vitrine.Core.Facts;
using Vitrine.Server.Compatibility.Discord;

namespace Vitrine.Server.Tests.Compatibility;

public sealed class EmbedTests
{
    // Everything that Discord reads as more than text, and what people write with more than one unit.
    private static readonly string[] Pieces =
    [
        "@everyone", "@here", "<@1234>", "<@!1234>", "<@&99>", "<#5>", "</say:1>", "<:smile:1>", "<a:wave:2>", "<t:0:R>", ":smile:", "`", "```", "``", "**", "__",
        "*", "_", "~~", "||", ">", ">>> ", "# ", "- ", "1. ", "[click](https://example.com)", "https://example.com/?a=b&c", "\\", "\\\\", "\n", "\r\n", "\t", "\0",
        "\u202E", "\u2066", "\u200F", "\u0085", "\u2028", "ordinary words ", "ä", "a\u0308", "🇩🇪", "👩‍👩‍👧‍👦", "👍🏽", "東京", " ", "x", "\u0301\u0301\u0301",
    ];

    [Theory]
    [InlineData("imagine", "imagine")]
    [InlineData("john_doe", "john\\_doe")]
    [InlineData("@everyone", "@\u200Beveryone")]
    [InlineData("<@42>", "\\<@\u200B42\\>")]
    [InlineData("[a](b)", "\\[a\\]\\(b\\)")]
    [InlineData("`x`", "\\`x\\`")]
    [InlineData("<:smile:1>", "\\<\\:smile\\:1\\>")]
    [InlineData("https://a.b", "https\\:\\/\\/a\\.b")]
    [InlineData("\n# one\n\n- two ", "\\# one \\- two")]
    [InlineData("abc\u202Edef", "abcdef")]
    [InlineData(" \n\u202E ", "…")]
    [InlineData("", "…")]
    [InlineData("0123456789012345678901", "0123456789012345678…")]
    [InlineData("012345678901234567__", "012345678901234567…")]
    [InlineData("0123456789012345👩‍👩‍👧‍👦", "0123456789012345…")]
    [InlineData("01234567890123456789", "01234567890123456789")]
    public void A_text_is_shown_as_it_is_on_one_line(string text, string escaped) => Assert.Equal(escaped, EmbedText.Escape(text, 20));

    [Fact]
    public void A_character_of_a_thousand_accents_is_cut_off_whole() =>
        Assert.Equal("ok…", EmbedText.Escape("ok" + "e" + new string('\u0301', 1000), 80));

    [Fact]
    public void Nothing_in_a_text_of_a_stranger_is_read_as_markdown_or_a_mention()
    {
        var random = new Random(3);
        for (var run = 0; run < 3_000; run++)
        {
            var text = Hostile(random, random.Next(1, 40));
            var length = random.Next(2, 300);
            AssertHarmless(EmbedText.Escape(text, length), length);
        }
    }

    [Fact]
    public void An_embed_of_long_hostile_names_stays_within_every_limit()
    {
        var random = new Random(7);
        for (var run = 0; run < 500; run++)
        {
            var summary = new BotSummary(
                random.Next(2) == 0 ? null : int.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, decimal.MaxValue / 1000, decimal.MaxValue,
                decimal.MaxValue, Names(random, (name, count) => new UsedCommand(name, count)), Names(random, (name, count) => new UsedResolution(name, count)),
                Names(random, (name, count) => new BotUser("1", name, count)), new BotToday(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue));
            var embed = StatsEmbed.Of(Hostile(random, 2_000), summary, FactTime.Earliest);
            AssertWithinLimits(embed);
        }
    }

    private static T[] Names<T>(Random random, Func<string, long, T> make) =>
        [.. Enumerable.Range(0, 5).Select(_ => make(Hostile(random, random.Next(1, 2_000)), long.MaxValue))];

    private static string Hostile(Random random, int pieces) => string.Concat(Enumerable.Range(0, pieces).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static void AssertWithinLimits(StatsEmbed embed)
    {
        AssertLength(embed.Title, 256);
        AssertLength(embed.Description, 4096);
        AssertLength(embed.Footer.Text, 2048);
        Assert.InRange(embed.Fields.Count, 1, 25);
        Assert.All(embed.Fields, field =>
        {
            AssertLength(field.Name, 256);
            AssertLength(field.Value, 1024);
        });
        var all = embed.Title.Length + embed.Description.Length + embed.Footer.Text.Length + embed.Fields.Sum(field => field.Name.Length + field.Value.Length);
        Assert.InRange(all, 1, 6000);
    }

    private static void AssertLength(string text, int most)
    {
        Assert.InRange(text.Length, 1, most);
        Assert.False(string.IsNullOrWhiteSpace(text));
    }

    private static void AssertHarmless(string text, int length)
    {
        AssertLength(text, length);
        for (var index = 0; index < text.Length; index++)
        {
            var unit = text[index];
            Assert.False(char.IsControl(unit) || unit is '\u2028' or '\u202E' or '\u2066' or '\u200F', text);
            if (unit == '@') Assert.Equal('\u200B', text[++index]);
            else if (unit == '\\') Assert.True(char.IsPunctuation(text[++index]) || char.IsSymbol(text[index]), text);
            else Assert.False(char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit) && unit != ' ', text);
        }
        // What was cut off was cut between two graphemes: no surrogate lost its other half.
        Assert.Equal(text, string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())));
        Assert.DoesNotContain("\uFFFD", text);
    }
}
