using System.Globalization;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Pricing;

namespace Vitrine.Core.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly long Now = TimeOf("2026-10-01");

    [Theory]
    // Model, input, cached of it, output, dollars.
    [InlineData("gpt-4o", 1_000_000, 0, 1_000_000, "12.5")]
    [InlineData("gpt-4o", 11, 4, 0, "0.0000225")]
    [InlineData("gpt-4o-mini", 1, 0, 1, "0.00000075")]
    [InlineData("gpt-5.4-nano", 1, 1, 0, "0.00000002")]
    [InlineData("gpt-5-nano", 0, 0, 3, "0.0000012")]
    [InlineData("claude-haiku-4-5", 220, 0, 57, "0.000505")]
    [InlineData("claude-sonnet-4-5", 200_000, 0, 1000, "0.615")]
    [InlineData("claude-sonnet-4-5", 200_001, 0, 1000, "1.222506")]
    [InlineData("gpt-5.4", 272_001, 1, 0, "1.3600005")]
    [InlineData("gemini/gemini-2.5-pro", 1000, 0, 1000, "0.01125")]
    [InlineData("text-embedding-3-small", 1, 0, 0, "0.00000002")]
    [InlineData("omni-moderation-latest", 500, 0, 0, "0")]
    [InlineData("o4-mini", 1, 1, 0, "0.000000275")]
    public void Tokens_cost_exactly_what_the_catalogue_says(string model, long input, long cached, long output, string dollars) =>
        Assert.Equal(Nano(dollars), PriceList.BuiltIn.CostOf([], model, new TokenCounts(input, output, cached), Now));

    [Theory]
    [InlineData("0.0375", 1, "0.000000038")]
    [InlineData("0.0375", 2, "0.000000075")]
    [InlineData("0.0004", 1, "0")]
    [InlineData("0.0005", 1, "0.000000001")]
    public void Half_a_nano_dollar_is_rounded_up_once_in_the_end(string price, long tokens, string dollars) =>
        Assert.Equal(Nano(dollars), ListOf("{\"provider\":\"a\",\"model\":\"m\",\"tokens\":{\"input\":" + price + "}}").CostOf([], "m", new TokenCounts(tokens, 0), Now));

    [Theory]
    [InlineData("gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("OpenAI/GPT-4o-2024-08-06", "gpt-4o")]
    [InlineData("claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("anthropic/claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("models/gemini-2.5-flash", "gemini-2.5-flash")]
    public void Prefixes_and_dates_are_part_of_no_model(string name, string model)
    {
        var counts = new TokenCounts(1000, 1000);
        Assert.NotNull(PriceList.BuiltIn.CostOf([], model, counts, Now));
        Assert.Equal(PriceList.BuiltIn.CostOf([], model, counts, Now), PriceList.BuiltIn.CostOf([], name, counts, Now));
    }

    [Fact]
    public void A_dated_version_with_a_price_of_its_own_has_that_one() =>
        Assert.Equal(Nano("0.005"), PriceList.BuiltIn.CostOf([], "gpt-4o-2024-05-13", new TokenCounts(1000, 0), Now));

    [Theory]
    [InlineData("", "gpt-4o-extra")]
    [InlineData("", "gpt-3.5-turbo-0125")]
    [InlineData("", "gpt")]
    [InlineData("", "")]
    [InlineData("", "gpt-4o-2024-13-06")]
    [InlineData("", "openrouter/openai/gpt-4o")]
    [InlineData("", "azure/gpt-4o")]
    [InlineData("my-gateway", "gpt-4o")]
    [InlineData("anthropic", "openai/gpt-4o")]
    // Anybody can run it.
    [InlineData("", "deepseek-chat")]
    // Two sell it at different prices.
    [InlineData("", "gemini-3.1-flash-image")]
    public void What_is_not_known_has_no_cost(string provider, string model) =>
        Assert.Null(PriceList.BuiltIn.CostOf(provider, model, new TokenCounts(1000, 1000), Now));

    [Fact]
    public void A_price_holds_from_its_day_on_and_the_latest_that_has_begun_counts()
    {
        var list = ListOf("""
            {"provider":"a","model":"m","from":"2026-03-01","tokens":{"input":2}},
            {"provider":"a","model":"m","from":"2026-06-01","tokens":{"input":1}}
            """);
        Assert.Null(list.CostOf([], "m", new TokenCounts(1000, 0), TimeOf("2026-03-01") - 1));
        Assert.Equal(Nano("0.002"), list.CostOf([], "m", new TokenCounts(1000, 0), TimeOf("2026-03-01")));
        Assert.Equal(Nano("0.002"), list.CostOf([], "m", new TokenCounts(1000, 0), TimeOf("2026-06-01") - 1));
        Assert.Equal(Nano("0.001"), list.CostOf([], "m", new TokenCounts(1000, 0), TimeOf("2026-06-01")));
        Assert.Null(PriceList.BuiltIn.CostOf([], "gpt-5.6-terra", new TokenCounts(1000, 0), TimeOf("2026-07-31")));
        Assert.Equal(Nano("0.002"), PriceList.BuiltIn.CostOf([], "gpt-5.6-terra", new TokenCounts(1000, 0), TimeOf("2026-08-01")));
    }

    [Theory]
    // Provider, model, input, image input, output, image output, dollars.
    [InlineData("gemini", "gemini-2.5-flash-image", 0, 0, 1290, 1290, "0.0387")]
    [InlineData("gemini", "gemini-3-pro-image", 0, 0, 1120, 1120, "0.1344")]
    [InlineData("gemini", "gemini-3-pro-image", 0, 0, 2000, 2000, "0.24")]
    [InlineData("gemini", "gemini-3-pro-image", 100, 0, 1220, 1120, "0.1358")]
    [InlineData("gemini", "gemini-3.1-flash-image", 0, 0, 747, 747, "0.04482")]
    [InlineData("openai", "gpt-image-1", 0, 0, 272, null, "0.01088")]
    [InlineData("openai", "gpt-image-1", 0, 0, 1056, null, "0.04224")]
    [InlineData("openai", "gpt-image-1", 0, 0, 4160, null, "0.1664")]
    [InlineData("openai", "gpt-image-1", 1010, 1000, 272, 272, "0.02093")]
    [InlineData("openai", "gpt-image-1.5", 10, 0, 1100, 1000, "0.03305")]
    // It sells text and images, and the counts do not tell them apart.
    [InlineData("openai", "gpt-image-1.5", 10, 0, 1100, null, null)]
    [InlineData("openai", "gpt-image-1", 10, null, 272, 272, null)]
    // It has no price for text.
    [InlineData("openai", "gpt-image-1", 10, 0, 272, 200, null)]
    public void Images_cost_by_the_kinds_of_their_tokens(string provider, string model, int input, int? imageInput, int output, int? imageOutput, string? dollars) =>
        Assert.Equal(dollars is null ? null : Nano(dollars), PriceList.BuiltIn.CostOf(provider, model, new TokenCounts(input, output, 0, imageInput, imageOutput), Now));

    [Theory]
    [InlineData("openai", "gpt-image-1", "low", 1024, 1024, "0.011")]
    [InlineData("openai", "gpt-image-1", "HIGH", 1024, 1536, "0.25")]
    [InlineData("openai", "gpt-image-1-mini", "medium", 1536, 1024, "0.015")]
    [InlineData("openai", "gpt-image-1", "standard", 1024, 1024, null)]
    [InlineData("openai", "gpt-image-1", "low", 512, 512, null)]
    [InlineData("openai", "gpt-image-1-mini", "high", 1024, 1024, null)]
    [InlineData("openai", "dall-e-2", "", 512, 512, "0.018")]
    [InlineData("openai", "dall-e-3", "hd", 1792, 1024, "0.12")]
    [InlineData("gemini", "imagen-4.0-fast-generate-001", "", 0, 0, "0.02")]
    [InlineData("google", "gemini-3-pro-image", "", 1344, 768, "0.134")]
    [InlineData("gemini", "gemini-3-pro-image", "", 4096, 4096, "0.24")]
    [InlineData("gemini", "gemini-3-pro-image", "", 0, 0, null)]
    [InlineData("gemini", "gemini-3-pro-image", "", 9_000_000_000, 9_000_000_000, null)]
    [InlineData("vertex_ai", "gemini-3.1-flash-image", "", 1024, 1024, "0.0672")]
    [InlineData("bfl", "flux-dev", "", 1024, 1024, "0.025")]
    [InlineData("", "flux-dev", "", 1024, 1024, null)]
    [InlineData("comfyui", "flux-dev", "", 1024, 1024, null)]
    [InlineData("fal", "fal-ai/flux/schnell", "", 1, 1, "0.003")]
    [InlineData("sketch", "sketch-1", "", 1024, 1024, "0")]
    public void Without_tokens_an_image_costs_by_its_model_quality_and_size(string provider, string model, string quality, long width, long height, string? dollars) =>
        Assert.Equal(dollars is null ? null : Nano(dollars), PriceList.BuiltIn.CostOf(provider, model, new ImageTraits(quality, width, height), Now));

    [Fact]
    public void A_machine_of_ones_own_costs_by_its_time()
    {
        var list = PriceList.Of(null, new Dictionary<string, decimal> { ["comfyui"] = 0.000192m });
        Assert.Equal(Nano("0.0013152"), list.CostOf("ComfyUI", "whatever", new ImageTraits([], 0, 0, 6_850_000), Now));
        Assert.Null(list.CostOf("comfyui", "whatever", new ImageTraits([], 0, 0), Now));
        Assert.Null(list.CostOf("runpod", "whatever", new ImageTraits([], 0, 0, 6_850_000), Now));
    }

    [Fact]
    public void A_file_of_ones_own_comes_first_and_the_rest_stays()
    {
        var own = PriceFile.Parse(Encoding.UTF8.GetBytes("""
            {"prices":[{"provider":"openai","model":"GPT-4o","tokens":{"input":1,"output":2}},{"provider":"my-gateway","model":"gpt-4o","tokens":{"input":3,"output":4}}]}
            """));
        var list = PriceList.Of(own);
        var counts = new TokenCounts(1_000_000, 0);
        Assert.Equal(Nano("1"), list.CostOf("openai", "gpt-4o", counts, Now));
        Assert.Equal(Nano("3"), list.CostOf("my-gateway", "gpt-4o", counts, Now));
        Assert.Null(list.CostOf([], "gpt-4o", counts, Now));
        Assert.Equal(Nano("0.15"), list.CostOf([], "gpt-4o-mini", counts, Now));
    }

    [Theory]
    [InlineData("""{"prices":[{"provider":"a","model":"m","tokens":{"input":-1}}]}""")]
    [InlineData("""{"prices":[{"provider":"a","model":"m","tokens":{"input":0.00000001}}]}""")]
    [InlineData("""{"prices":[{"provider":"a","model":"m","from":"yesterday"}]}""")]
    [InlineData("""{"prices":[{"provider":"a","model":"m","images":[{"price":1,"size":"large"}]}]}""")]
    [InlineData("""{"prices":[{"provider":"a","model":"m","images":[{"prize":1}]}]}""")]
    [InlineData("""{"prices":[{"model":"m"}]}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_no_file_of_prices_is_refused(string json) => Assert.Throws<FormatException>(() => PriceList.Of(PriceFile.Parse(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void More_than_any_fact_may_cost_is_no_cost() =>
        Assert.Null(PriceList.BuiltIn.CostOf([], "o1", new TokenCounts(1_000_000_000_000, 1_000_000_000_000), Now));

    [Fact]
    public void Looking_up_allocates_nothing()
    {
        var counts = new TokenCounts(1000, 1000);
        PriceList.BuiltIn.CostOf("openai", "openai/gpt-4o-2024-08-06", counts, Now);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++) PriceList.BuiltIn.CostOf("openai", "openai/gpt-4o-2024-08-06", counts, Now);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static PriceList ListOf(string prices) => new(PriceFile.Parse(Encoding.UTF8.GetBytes($$"""{"prices":[{{prices}}]}""")));

    private static long Nano(string dollars) => (long)(decimal.Parse(dollars, CultureInfo.InvariantCulture) * 1_000_000_000m);

    private static long TimeOf(string date) => FactTime.From(new DateTimeOffset(DateTime.Parse(date, CultureInfo.InvariantCulture), TimeSpan.Zero));
}
