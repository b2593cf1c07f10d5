using System.Globalization;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Pricing;

/// <summary>The price of a model in whole numbers of tiny units, so that every cost is exact up to one rounding to a nano-dollar, half up.</summary>
internal sealed class ModelPrice
{
    private readonly TokenPrices? tokens;
    private readonly TokenPrices? longTokens;
    private readonly long longAbove;
    private readonly ImagePrice[] images;

    /// <exception cref="FormatException">The entry says something that cannot be.</exception>
    public ModelPrice(PriceFileEntry entry)
    {
        Provider = entry.Provider;
        NeedsProvider = entry.NeedsProvider is true;
        From = entry.From is { } date
            ? FactTime.From(DateTimeOffset.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            : long.MinValue;
        tokens = entry.Tokens is { } usual ? TokenPrices.From(usual) : null;
        longTokens = entry.LongContext is { } context ? TokenPrices.From(context.Tokens) : null;
        longAbove = entry.LongContext?.Above ?? 0;
        images = [.. (entry.Images ?? []).Select(ImagePrice.From)];
    }

    public string Provider { get; }

    public bool NeedsProvider { get; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public long From { get; }

    /// <returns>Nano-dollars; null where the price of some of them is not known.</returns>
    public long? Of(in TokenCounts counts)
    {
        var prices = longTokens is not null && counts.Input > longAbove ? longTokens : tokens;
        return prices?.Of(counts);
    }

    /// <returns>Nano-dollars of one image; null where no line fits.</returns>
    public long? Of(in ImageTraits image)
    {
        foreach (var price in images)
        {
            if (price.Fits(image)) return price.Nano;
        }
        return null;
    }
}

/// <summary>Pico-dollars a token of each kind.</summary>
internal sealed record TokenPrices(long Input, long CachedInput, long ImageInput, long? Output, long? ImageOutput, bool TellsInputsApart)
{
    public static TokenPrices From(TokenPriceEntry entry)
    {
        var input = Pico(entry.Input);
        return new TokenPrices(
            input, entry.CachedInput is { } cached ? Pico(cached) : input, entry.ImageInput is { } image ? Pico(image) : input,
            entry.Output is { } output ? Pico(output) : null, entry.ImageOutput is { } imageOutput ? Pico(imageOutput) : null,
            entry.ImageInput is { } other && other != entry.Input);
    }

    public long? Of(in TokenCounts counts)
    {
        if (counts.ImageInput is null && TellsInputsApart) return null;
        var imageInput = Math.Clamp(counts.ImageInput ?? 0, 0, counts.Input);
        var cached = Math.Clamp(counts.CachedInput, 0, counts.Input - imageInput);
        // Where only one kind of output has a price, the model has no other.
        var imageOutput = Math.Clamp(counts.ImageOutput ?? (ImageOutput is null ? 0 : Output is null ? counts.Output : -1), -1, counts.Output);
        if (imageOutput < 0 && counts.Output > 0) return null;
        imageOutput = Math.Max(imageOutput, 0);
        var textOutput = counts.Output - imageOutput;
        if ((textOutput > 0 && Output is null) || (imageOutput > 0 && (ImageOutput ?? Output) is null)) return null;
        var pico = ((Int128)(counts.Input - cached - imageInput) * Input) + ((Int128)cached * CachedInput) + ((Int128)imageInput * ImageInput)
            + ((Int128)textOutput * (Output ?? 0)) + ((Int128)imageOutput * (ImageOutput ?? Output ?? 0));
        return Money.Nano(pico, 1_000);
    }

    // A dollar for a million tokens is a micro-dollar for one.
    private static long Pico(decimal dollars) => Money.Whole(dollars, 1_000_000);
}

internal sealed record ImagePrice(long Nano, string? Quality, long Width, long Height, long? MaxPixels)
{
    public static ImagePrice From(ImagePriceEntry entry)
    {
        var (width, height) = (0L, 0L);
        if (entry.Size is { } size && !ImageSizes.TryParse(size, out width, out height)) throw new FormatException($"'{size}' is no size as 1024x1024.");
        return new ImagePrice(Money.Whole(entry.Price, 1_000_000_000), entry.Quality, width, height, entry.MaxPixels);
    }

    public bool Fits(in ImageTraits image) =>
        (Quality is null || image.Quality.Equals(Quality, StringComparison.OrdinalIgnoreCase))
        && (Width == 0 || (Width == image.Width && Height == image.Height))
        && (MaxPixels is not { } most || (image.Width > 0 && image.Width <= most && image.Height > 0 && image.Height <= most / image.Width));
}
