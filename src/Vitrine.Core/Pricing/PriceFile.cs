using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vitrine.Core.Pricing;

/// <summary>Prices as a file has them, in dollars; also what the server shows of those it uses.</summary>
/// <param name="AsOf">The day on which they were looked up.</param>
/// <param name="Providers">Each provider with the names that apps give it.</param>
public sealed record PriceFile(IReadOnlyList<PriceFileEntry> Prices, string? AsOf = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? Providers = null)
{
    /// <exception cref="FormatException">It is no such file; the message says where.</exception>
    public static PriceFile Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PriceFileJson.Default.PriceFile) ?? throw new FormatException("It holds null.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{error.Path}: {error.Message}", error);
        }
    }
}

/// <summary>What one model costs.</summary>
/// <param name="Provider">Who sells it.</param>
/// <param name="From">ISO 8601 date from which the price holds; as far back as facts go where absent.</param>
/// <param name="NeedsProvider">True where others run the model too, so that its name alone tells no price.</param>
/// <param name="Tokens">By the million.</param>
/// <param name="LongContext">Instead, where the input is long.</param>
/// <param name="Images">By the image; the first line that fits counts.</param>
public sealed record PriceFileEntry(
    string Provider, string Model, string? From = null, bool? NeedsProvider = null, TokenPriceEntry? Tokens = null, LongContextEntry? LongContext = null,
    IReadOnlyList<ImagePriceEntry>? Images = null);

/// <summary>Dollars for a million tokens of each kind; a kind without a price makes the cost of what has such tokens unknown.</summary>
/// <param name="CachedInput">As <paramref name="Input"/> where absent.</param>
/// <param name="ImageInput">As <paramref name="Input"/> where absent.</param>
/// <param name="ImageOutput">As <paramref name="Output"/> where absent.</param>
public sealed record TokenPriceEntry(decimal Input, decimal? CachedInput = null, decimal? ImageInput = null, decimal? Output = null, decimal? ImageOutput = null);

/// <param name="Above">Input tokens beyond which all tokens of the request cost this.</param>
public sealed record LongContextEntry(long Above, TokenPriceEntry Tokens);

/// <param name="Quality">Any where absent.</param>
/// <param name="Size">In pixels, as 1024x1024; any where absent.</param>
/// <param name="MaxPixels">Width times height; any where absent.</param>
/// <param name="Price">Dollars for an image.</param>
public sealed record ImagePriceEntry(decimal Price, string? Quality = null, string? Size = null, long? MaxPixels = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PriceFile))]
internal sealed partial class PriceFileJson : JsonSerializerContext;
