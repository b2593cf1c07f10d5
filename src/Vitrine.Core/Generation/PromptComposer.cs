using System.Text;

namespace Vitrine.Core.Generation;

/// <summary>What a prompt is composed of. Empty texts are as good as none.</summary>
public sealed record PromptParts
{
    public required string Prompt { get; init; }
    public string? Brand { get; init; }
    public string? Vibe { get; init; }
    public IReadOnlyList<string> UniqueVisualElements { get; init; } = [];
    public string? Style { get; init; }
}

/// <summary>
/// Composes what a model is given from what its user wrote and what the dataset adds:
/// <c>Brand: Coffee Co. Vibe: cozy. Unique visual elements: green apron, chalk board. Style: photorealistic. Modern coffee shop interior</c>. A pure function.
/// </summary>
public static class PromptComposer
{
    public static string Compose(PromptParts parts)
    {
        var full = new StringBuilder();
        Add(full, "Brand", parts.Brand);
        Add(full, "Vibe", parts.Vibe);
        Add(full, "Unique visual elements", string.Join(", ", parts.UniqueVisualElements.Select(Clean).Where(element => element.Length > 0)));
        Add(full, "Style", parts.Style);
        return full.Append(parts.Prompt.Trim()).ToString();
    }

    private static void Add(StringBuilder full, string label, string? value)
    {
        var clean = Clean(value);
        if (clean.Length == 0) return;
        full.Append(label).Append(": ").Append(clean);
        // "Coffee Co." ends its own sentence.
        if (clean[^1] is not ('.' or '!' or '?')) full.Append('.');
        full.Append(' ');
    }

    // A value is one sentence of the prompt: line breaks would make it look like several.
    private static string Clean(string? value) => value is null ? "" : string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
