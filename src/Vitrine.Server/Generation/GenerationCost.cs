using Microsoft.Extensions.AI;
using Vitrine.Core.Pictures;
using Vitrine.Core.Pricing;
using Vitrine.Core.Stores;
using Vitrine.Generation;

namespace Vitrine.Server.Generation;

/// <summary>What an image cost: by the tokens that the provider counted, else by the image itself. A failure costs what the provider says it used.</summary>
internal static class GenerationCost
{
    private const string ImageInput = "InputTokenDetails.ImageTokenCount";
    private const string ImageOutput = "OutputTokenDetails.ImageTokenCount";

    /// <returns>Nano-dollars; null where it is not known.</returns>
    public static long? Of(PriceList prices, GenerationOrder order, GenerationOutcome outcome)
    {
        var (model, time) = (outcome.Model, outcome.Job.CreatedAt);
        if ((outcome.Failure?.Usage ?? outcome.Usage) is { } usage && CountsOf(usage, order.References.Count) is { } counts
            && (prices.CostOf(order.Provider, model, counts, time) ?? prices.CostOf(order.Provider, order.Request.Model, counts, time)) is { } byTokens) return byTokens;
        if (outcome.Picture is not { } picture) return null;
        var details = outcome.Details;
        // As it was asked for where the provider says so: that is what it charges.
        if (!ImageSizes.TryParse(details?.Resolution, out var width, out var height)) (width, height) = (picture.Info.Width, picture.Info.Height);
        return prices.CostOf(
            order.Provider, model, new ImageTraits(details?.Quality ?? order.Request.Quality, width, height, (long?)details?.GpuTime?.TotalMicroseconds), time);
    }

    /// <summary>The same of an image that a provider went on with after its process had ended.</summary>
    public static long? Of(PriceList prices, ImageJob job, GenerationDetails details, PictureRecord picture)
    {
        if (!ImageSizes.TryParse(details.Resolution, out var width, out var height)) (width, height) = (picture.Info.Width, picture.Info.Height);
        return prices.CostOf(
            job.Provider, job.Model ?? details.Model, new ImageTraits(details.Quality, width, height, (long?)details.GpuTime?.TotalMicroseconds), job.CreatedAt);
    }

    private static TokenCounts? CountsOf(UsageDetails usage, int references)
    {
        if (usage.InputTokenCount is not { } input || usage.OutputTokenCount is not { } output) return null;
        return new TokenCounts(
            input, output, usage.CachedInputTokenCount ?? 0,
            // Without a picture among what was sent, all of it was text.
            usage.AdditionalCounts?.TryGetValue(ImageInput, out var imageInput) is true ? imageInput : references == 0 ? 0 : null,
            usage.AdditionalCounts?.TryGetValue(ImageOutput, out var imageOutput) is true ? imageOutput : null);
    }
}
