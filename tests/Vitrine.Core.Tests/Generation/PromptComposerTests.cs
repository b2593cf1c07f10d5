using Vitrine.Core.Generation;

namespace Vitrine.Core.Tests.Generation;

public sealed class PromptComposerTests
{
    [Fact]
    public void Everything_is_said_once_and_the_users_words_come_last() => Assert.Equal(
        "Brand: Coffee Co. Vibe: cozy. Unique visual elements: green apron, chalk board. Style: photorealistic. Modern coffee shop interior",
        PromptComposer.Compose(new PromptParts
        {
            Prompt = " Modern coffee shop interior\n", Brand = "Coffee Co.", Vibe = "cozy", UniqueVisualElements = ["green apron", " ", "chalk\nboard"], Style = "photorealistic",
        }));

    [Fact]
    public void Alone_a_prompt_stays_as_it_is() => Assert.Equal("A fox.\n\nIn snow.", PromptComposer.Compose(new PromptParts { Prompt = "A fox.\n\nIn snow.", Brand = "  ", Style = "" }));

    [Theory]
    [InlineData("Wow!", "Brand: Wow! x")]
    [InlineData("Why?", "Brand: Why? x")]
    [InlineData("a\r\n b", "Brand: a b. x")]
    public void A_value_is_one_sentence(string brand, string full) => Assert.Equal(full, PromptComposer.Compose(new PromptParts { Prompt = "x", Brand = brand }));
}
