using PersonaBot.Telegram;

namespace Vitrine.Samples.Tests.PersonaBot;

public sealed class TelegramTextTests
{
    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly-10", 10, "exactly-10")]
    [InlineData("eleven more", 10, "eleven mo…")]
    [InlineData("blank here and on", 7, "blank…")]
    [InlineData("12345678😀x", 10, "12345678…")]
    public void A_caption_that_is_too_long_is_cut(string text, int length, string expected) => Assert.Equal(expected, TelegramText.Cut(text, length));

    [Theory]
    [InlineData("one two three four", 10, "one two|three four")]
    [InlineData("line one\nline two", 12, "line one|line two")]
    [InlineData("abcdefghijklmno", 6, "abcdef|ghijkl|mno")]
    [InlineData("", 10, "")]
    public void A_message_that_is_too_long_goes_in_parts(string text, int length, string expected) => Assert.Equal(expected, string.Join('|', TelegramText.Parts(text, length)));

    [Fact]
    public void Parts_fit_and_lose_nothing_but_the_blanks_between_them()
    {
        var text = string.Join(' ', Enumerable.Range(0, 3000).Select(number => number % 7 == 0 ? "😀😀" : $"word{number}"));
        var parts = TelegramText.Parts(text, TelegramText.MaxMessage).ToArray();
        Assert.All(parts, part => Assert.InRange(part.Length, 1, TelegramText.MaxMessage));
        Assert.All(parts, part => Assert.False(char.IsLowSurrogate(part[0])));
        Assert.Equal(text, string.Join(' ', parts));
    }
}
