using System.Text;
using Vitrine.Core.Pricing;

namespace Vitrine.Core.Facts.Reading;

/// <summary>Gives a cost to facts that came without one and say what they used. Once, as they arrive: a later price changes nothing that is stored.</summary>
internal readonly struct FactPricing(PriceList prices)
{
    private const int LongestName = 256;
    private const int LongestQuality = 64;

    public void PriceMessage(FactBatch batch, Span<long> values, long time)
    {
        ref var cost = ref values[MessageFields.Cost];
        var (input, output) = (values[MessageFields.InputTokens], values[MessageFields.OutputTokens]);
        if (cost != FactBatch.Absent || values[MessageFields.Model] == FactBatch.Absent || (input == FactBatch.Absent && output == FactBatch.Absent)) return;
        Span<char> model = stackalloc char[LongestName];
        if (prices.CostOf([], Text(batch, values[MessageFields.Model], model), new TokenCounts(Given(input), Given(output)), time) is { } nano) cost = nano;
    }

    public void PriceImage(FactBatch batch, Span<long> values, long time, bool isMade)
    {
        ref var cost = ref values[ImageFields.Cost];
        if (cost != FactBatch.Absent || !isMade || (values[ImageFields.Model] == FactBatch.Absent && values[ImageFields.Provider] == FactBatch.Absent)) return;
        Span<char> model = stackalloc char[LongestName], provider = stackalloc char[LongestName], quality = stackalloc char[LongestQuality];
        var (width, height) = (Given(values[ImageFields.Width]), Given(values[ImageFields.Height]));
        // What was asked for is what is paid for; what came may have been made larger since.
        if (ImageSizes.TryParse(Text(batch, values[ImageFields.Resolution], stackalloc char[LongestQuality]), out var wide, out var high)) (width, height) = (wide, high);
        var gpu = values[ImageFields.GpuTime];
        var image = new ImageTraits(Text(batch, values[ImageFields.Quality], quality), width, height, gpu == FactBatch.Absent ? null : gpu);
        if (prices.CostOf(Text(batch, values[ImageFields.Provider], provider), Text(batch, values[ImageFields.Model], model), image, time) is { } nano) cost = nano;
    }

    private static long Given(long value) => value == FactBatch.Absent ? 0 : value;

    // What does not fit is no name that has a price.
    private static ReadOnlySpan<char> Text(FactBatch batch, long slice, Span<char> room) =>
        slice != FactBatch.Absent && Encoding.UTF8.TryGetChars(batch.Text(slice), room, out var length) ? room[..length] : default;
}
