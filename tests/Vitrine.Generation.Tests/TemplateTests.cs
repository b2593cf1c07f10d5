using System.Drawing;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Templates;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class TemplateTests
{
    [Fact]
    public void Values_are_put_in_as_values_and_never_read_again()
    {
        var template = Template("""{"a":{"text":"{{prompt}}"},"b":["{{width}}",{"w":"{{ height }}","s":"{{seed}}","n":"{{count}}"}],"c":"best, {{prompt}}, {{width}} wide","d":[1.5,true,null,"plain"]}""");
        var options = Sample.Options((ImageProperties.Seed, "42"));
        (options.ImageSize, options.Count) = (new Size(640, 480), 3);
        const string prompt = "\"}, {{seed}} \\ {{unknown}}\n日本";
        var filled = template.Fill(prompt, options, []);
        Assert.Equal(prompt, (string?)filled["a"]!["text"]);
        Assert.Equal($"best, {prompt}, 640 wide", (string?)filled["c"]);
        Sample.Equal("""[640,{"w":480,"s":42,"n":3}]""", filled["b"]);
        Sample.Equal("""[1.5,true,null,"plain"]""", filled["d"]);
    }

    [Fact]
    public void What_is_not_asked_is_empty_or_usual_and_a_seed_is_drawn()
    {
        var template = Template("""{"p":"{{prompt}}","n":"{{negative_prompt}}","w":"{{width}}","h":"{{height}}","c":"{{count}}","m":"{{model}}","q":"{{quality}}{{style}}{{aspect_ratio}}{{resolution}}","s":"{{seed}}"}""");
        var first = template.Fill("a", null, []);
        var second = template.Fill("a", null, []);
        Assert.NotEqual((long)first["s"]!, (long)second["s"]!);
        first.Remove("s");
        Sample.Equal("""{"p":"a","n":"","w":1024,"h":768,"c":1,"m":"usual","q":""}""", first);
    }

    [Theory]
    [InlineData("16:9", 1184, 672)]
    [InlineData("9:16", 672, 1200)]
    [InlineData("1:1", 880, 880)]
    public void A_ratio_is_drawn_with_as_many_pixels(string ratio, int width, int height)
    {
        var filled = Template("""{"p":"{{prompt}}","w":"{{width}}","h":"{{height}}"}""").Fill("a", Sample.Options((ImageProperties.AspectRatio, ratio)), []);
        Assert.Equal((width, height), ((int)filled["w"]!, (int)filled["h"]!));
    }

    [Fact]
    public void It_takes_as_many_references_as_it_has_places_for()
    {
        var template = Template("""{"p":"{{prompt}}","two":"{{reference_image_2}}","one":"{{reference_image}}"}""");
        Assert.Equal(["a", "b"], template.Taken(["a", "b", "c"]));
        Sample.Equal("""{"p":"x","two":"b","one":"a"}""", template.Fill("x", null, ["a", "b"]));
        var error = Assert.Throws<GenerationFailedException>(() => template.Taken(["a"]));
        Assert.Equal(GenerationFailures.InvalidRequest, error.Reason);
    }

    [Fact]
    public void A_model_that_is_needed_has_to_be_named()
    {
        var template = new PictureTemplate("""{"p":"{{prompt}}","m":"{{model}}"}""", new Size(64, 64), null);
        Assert.Equal("x", (string?)template.Fill("a", new ImageGenerationOptions { ModelId = "x" }, [])["m"]);
        Assert.Throws<GenerationFailedException>(() => template.Fill("a", null, []));
    }

    [Theory]
    [InlineData("no JSON", "JSON")]
    [InlineData("[]", "object")]
    [InlineData("""{"a":1,"a":2}""", "JSON")]
    [InlineData("""{"text":"a cat"}""", "{{prompt}}")]
    [InlineData("""{"text":"{{prompt}} {{promt}}"}""", "{{promt}}")]
    [InlineData("""{"text":"{{prompt}}","r":"{{reference_image_10}}"}""", "{{reference_image_10}}")]
    public void What_is_no_template_is_refused(string json, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Template(json)).Message, StringComparison.Ordinal);

    private static PictureTemplate Template(string json) => new(json, new Size(1024, 768), "usual");
}
