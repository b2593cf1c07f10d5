using System.Drawing;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.Templates;

/// <summary>A template that is filled with what is asked of a picture. These are its places; it has to have the first.</summary>
internal sealed partial class PictureTemplate
{
    private const string Names = "prompt, negative_prompt, width, height, seed, count, aspect_ratio, resolution, quality, style, model, reference_image, reference_image_2 to reference_image_9";

    private const int Longest = 8192;

    private readonly JsonTemplate template;
    private readonly Size usual;
    private readonly string? model;

    /// <param name="usual">The size where none is asked.</param>
    /// <param name="model">The model where none is asked.</param>
    /// <exception cref="ArgumentException">It is no template.</exception>
    public PictureTemplate(string json, Size usual, string? model)
    {
        (template, this.usual, this.model) = (new JsonTemplate(json), usual, model);
        foreach (var place in template.Places)
        {
            if (!IsKnown(place)) throw new ArgumentException($"A template has no place named {{{{{place}}}}}; there are {Names}.", nameof(json));
            if (ReferenceAt(place) is { } number) References = Math.Max(References, number);
        }
        if (!template.Places.Contains("prompt")) throw new ArgumentException("A template has a place for the {{prompt}}.", nameof(json));
    }

    /// <summary>How many reference images it takes: the request's first ones, and it needs them all.</summary>
    public int References { get; }

    /// <param name="references">What stands for each reference image.</param>
    public JsonObject Fill(string prompt, ImageGenerationOptions? options, IReadOnlyList<string> references)
    {
        var size = PixelSize.Of(options, usual, Longest);
        // As large as numbers in JSON are exact everywhere.
        var seed = options.Seed() ?? Random.Shared.NextInt64(1L << 53);
        return template.Fill(place => place switch
        {
            "prompt" => prompt,
            "negative_prompt" => options.Text(ImageProperties.NegativePrompt) ?? "",
            "width" => size.Width,
            "height" => size.Height,
            "seed" => seed,
            "count" => options?.Count ?? 1,
            "aspect_ratio" => options.Text(ImageProperties.AspectRatio) ?? "",
            "resolution" => options.Text(ImageProperties.Resolution) ?? "",
            "quality" => options.Text(ImageProperties.Quality) ?? "",
            "style" => options.Text(ImageProperties.Style) ?? "",
            "model" => options?.ModelId ?? model ?? throw new GenerationFailedException(GenerationFailures.InvalidRequest, "The workflow needs the name of a model."),
            _ => references[ReferenceAt(place)!.Value - 1],
        });
    }

    /// <summary>Of what a request has, what the template takes.</summary>
    /// <exception cref="GenerationFailedException">It needs more.</exception>
    public IEnumerable<T> Taken<T>(IReadOnlyCollection<T> references) => references.Count >= References
        ? references.Take(References)
        : throw new GenerationFailedException(GenerationFailures.InvalidRequest, $"The workflow needs {References} reference images and the request has {references.Count}.");

    private static bool IsKnown(string place) =>
        place is "prompt" or "negative_prompt" or "width" or "height" or "seed" or "count" or "aspect_ratio" or "resolution" or "quality" or "style" or "model"
        || ReferenceAt(place) is not null;

    private static int? ReferenceAt(string place) =>
        Reference().Match(place) is not { Success: true } match ? null : match.Groups["number"] is { Success: true } number ? number.ValueSpan[0] - '0' : 1;

    [GeneratedRegex("^reference_image(_(?<number>[2-9]))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
