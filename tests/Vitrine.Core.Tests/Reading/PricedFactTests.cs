using System.Buffers;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Pricing;

namespace Vitrine.Core.Tests.Reading;

/// <summary>Facts that come without a cost and say what they used.</summary>
public sealed class PricedFactTests
{
    private const string Message = "\"kind\":\"message\",\"role\":\"assistant\",\"conversation_id\":\"c\"";

    [Theory]
    [InlineData("\"model\":\"gpt-4o\",\"input_tokens\":1000,\"output_tokens\":100", 3_500_000L)]
    [InlineData("\"model\":\"gpt-4o\",\"output_tokens\":100", 1_000_000L)]
    // What is sent is what counts.
    [InlineData("\"model\":\"gpt-4o\",\"input_tokens\":1000,\"cost\":0.5", 500_000_000L)]
    [InlineData("\"model\":\"gpt-4o\",\"input_tokens\":1000,\"cost\":0", 0L)]
    [InlineData("\"cost\":null,\"model\":\"gpt-4o\",\"input_tokens\":1000", 2_500_000L)]
    // A lone total does not say which it is to be paid as.
    [InlineData("\"model\":\"gpt-4o\",\"tokens\":1000", null)]
    [InlineData("\"model\":\"gpt-4o\"", null)]
    [InlineData("\"input_tokens\":1000", null)]
    [InlineData("\"model\":\"nobody's\",\"input_tokens\":1000", null)]
    public void A_message_costs_what_its_tokens_cost(string members, long? nano) => Assert.Equal(nano, CostOf($"{{{Message},{members}}}", MessageFields.Cost));

    [Theory]
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\",\"quality\":\"low\",\"resolution\":\"1024x1024\"", 11_000_000L)]
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\",\"quality\":\"low\",\"width\":1024,\"height\":1536", 16_000_000L)]
    // Made larger since: what was asked for is paid.
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\",\"quality\":\"low\",\"resolution\":\"1024x1024\",\"width\":2048,\"height\":2048", 11_000_000L)]
    [InlineData("\"provider\":\"sketch\",\"model\":\"sketch-1\"", 0L)]
    [InlineData("\"provider\":\"runpod\",\"model\":\"mine\",\"gpu_time\":2.5", 500_000L)]
    [InlineData("\"provider\":\"runpod\",\"gpu_time\":2.5", 500_000L)]
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\",\"quality\":\"low\",\"resolution\":\"1024x1024\",\"status\":\"failed\"", null)]
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\",\"quality\":\"low\",\"resolution\":\"1024x1024\",\"cost\":0.02", 20_000_000L)]
    [InlineData("\"provider\":\"openai\",\"model\":\"gpt-image-1\"", null)]
    public void An_image_costs_what_it_costs_by_its_model(string members, long? nano) => Assert.Equal(nano, CostOf($"{{\"kind\":\"image\",{members}}}", ImageFields.Cost));

    [Fact]
    public void The_price_is_that_of_the_facts_own_time()
    {
        Assert.Null(CostOf($"{{{Message},\"model\":\"gpt-5.6-terra\",\"input_tokens\":1000,\"timestamp\":\"2026-07-31T23:59:59Z\"}}", MessageFields.Cost));
        Assert.Equal(2_000_000, CostOf($"{{{Message},\"timestamp\":\"2026-08-01T00:00:00Z\",\"model\":\"gpt-5.6-terra\",\"input_tokens\":1000}}", MessageFields.Cost));
    }

    [Fact]
    public void Without_prices_nothing_gets_a_cost() =>
        Assert.Null(CostOf($"{{{Message},\"model\":\"gpt-4o\",\"input_tokens\":1000}}", MessageFields.Cost, PriceList.Empty));

    private static long? CostOf(string json, int field, PriceList? prices = null)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var body = ArrayPool<byte>.Shared.Rent(bytes.Length + 64);
        bytes.CopyTo(body, 0);
        prices ??= PriceList.Of(null, new Dictionary<string, decimal> { ["runpod"] = 0.0002m });
        using var reading = new FactReader(new IngestOptions(), prices).Read(body, bytes.Length, null, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.True(reading.Batch.Count == 1, reading.Refused.FirstOrDefault()?.Detail);
        var cost = reading.Batch.Values(reading.Batch.Headers[0])[field];
        return cost == FactBatch.Absent ? null : cost;
    }
}
