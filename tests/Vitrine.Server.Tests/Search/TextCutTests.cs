using System.Globalization;
using Vitrine.Server.Search;

namespace Vitrine.Server.Tests.Search;

public sealed class TextCutTests
{
    [Fact]
    public void A_title_is_one_line_of_120_characters_at_most()
    {
        Assert.Equal("a castle by the sea", TextCut.Title("  a castle\r\n\tby   the sea \n"));
        Assert.Equal(new string('x', 120), TextCut.Title(new string('x', 120)));
        Assert.Equal(new string('x', 120) + "…", TextCut.Title(new string('x', 121)));
        Assert.Equal("", TextCut.Title(" \n "));
    }

    [Theory]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("🏳️‍🌈")]
    [InlineData("é")]
    [InlineData("🇩🇪")]
    [InlineData("東")]
    public void No_character_is_cut(string character)
    {
        for (var before = 100; before <= 125; before++)
        {
            var title = TextCut.Title(new string('x', before) + string.Concat(Enumerable.Repeat(character, 30)));
            Assert.EndsWith("…", title);
            Assert.All(Elements(title), element => Assert.Contains(element, new[] { "x", character, "…" }));
            var around = TextCut.Around(string.Concat(Enumerable.Repeat(character, before)) + " needle " + string.Concat(Enumerable.Repeat(character, 100)), "needle")!;
            Assert.Contains(" needle ", around);
            Assert.All(Elements(around.Replace(" needle ", "", StringComparison.Ordinal)), element => Assert.Contains(element, new[] { character, "…" }));
        }
    }

    [Fact]
    public void A_character_without_end_is_cut_all_the_same() => Assert.InRange(TextCut.Title("e" + new string('\u0301', 1_000_000)).Length, 1, 122);

    [Theory]
    [InlineData("castle", "a castle by the sea", "a castle by the sea")]
    [InlineData("CAST*", "a castle by the sea", "a castle by the sea")]
    [InlineData("\"by the sea\"", "a castle by the sea", "a castle by the sea")]
    [InlineData("cafe noir", "un Caf\u00E9 noir", "un Caf\u00E9 noir")]
    [InlineData("cafe", "un Caf\u00E9 noir", null)]
    [InlineData("dragon", "a castle", null)]
    [InlineData("\"*", "a castle", null)]
    public void The_words_around_what_was_found_are_shown(string words, string text, string? shown) => Assert.Equal(shown, TextCut.Around(text, words));

    [Fact]
    public void Of_a_long_text_the_place_is_shown()
    {
        var text = string.Concat(Enumerable.Repeat("one two three ", 50)) + "a needle in it " + string.Concat(Enumerable.Repeat("four five six ", 50));
        var shown = TextCut.Around(text, "needle")!;
        Assert.StartsWith("… ", shown);
        Assert.EndsWith("…", shown);
        Assert.Contains("three a needle in it four", shown);
        Assert.InRange(shown.Length, 100, 200);
    }

    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();) yield return elements.GetTextElement();
    }
}
