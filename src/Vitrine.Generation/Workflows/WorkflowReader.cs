using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vitrine.Generation.Workflows;

/// <summary>What a workflow says of the pictures it makes; null where it does not say.</summary>
internal sealed record WorkflowReading(
    string? Model, IReadOnlyList<LoraUse> Loras, double? UpscaleFactor, string? Resolution, string? NegativePrompt, long? Seed)
{
    /// <summary>Puts it into what the provider said.</summary>
    public GenerationDetails AddTo(GenerationDetails details) => details with
    {
        Model = Model ?? details.Model,
        Loras = Loras,
        UpscaleFactor = UpscaleFactor,
        Resolution = Resolution,
        NegativePrompt = NegativePrompt,
        Seed = Seed,
    };
}

/// <summary>Reads a workflow as what runs in it, not as what its file has. A pure function.</summary>
internal static partial class WorkflowReader
{
    public static WorkflowReading Read(JsonObject workflow)
    {
        var graph = new WorkflowGraph(workflow);
        return new WorkflowReading(
            graph.Live.Select(node => graph.TextOf(node, "ckpt_name", "unet_name")).FirstOrDefault(name => name is not null),
            [.. graph.Live.Select(node => Lora(graph, node)).OfType<LoraUse>()],
            Upscale(graph),
            graph.Live.Select(node => Latent(graph, node)).FirstOrDefault(size => size is not null),
            Negative(graph),
            Seed(graph));
    }

    private static LoraUse? Lora(WorkflowGraph graph, WorkflowNode node)
    {
        if (graph.TextOf(node, "lora_name") is not { } name) return null;
        var strength = graph.NumberOf(node, "strength_model", "strength") ?? 1;
        // With no strength at all it is switched off.
        return strength == 0 && graph.NumberOf(node, "strength_clip") is null or 0 ? null : new LoraUse(name, strength);
    }

    // One step scales up what another made: the factors multiply.
    private static double? Upscale(WorkflowGraph graph)
    {
        var factors = graph.Live.Select(node => node.ClassType == "ImageUpscaleWithModel" && graph.Source(node, "upscale_model") is { } loader
            ? FactorIn(graph.TextOf(loader, "model_name"))
            : graph.NumberOf(node, "scale_by", "upscale_by")).OfType<double>().Where(factor => factor > 0).ToList();
        return factors.Count == 0 ? null : factors.Aggregate((product, factor) => product * factor);
    }

    // As in 4x-UltraSharp.pth and RealESRGAN_x4plus.pth.
    private static double? FactorIn(string? model) =>
        model is not null && Factor().Match(model) is { Success: true } match
        && double.TryParse(match.Groups["factor"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) ? factor : null;

    private static string? Latent(WorkflowGraph graph, WorkflowNode node)
    {
        if (!node.ClassType.StartsWith("Empty", StringComparison.Ordinal) || !node.ClassType.Contains("Latent", StringComparison.Ordinal)) return null;
        return graph.NumberOf(node, "width") is { } width && graph.NumberOf(node, "height") is { } height ? $"{width:0}x{height:0}" : null;
    }

    private static long? Seed(WorkflowGraph graph) =>
        graph.Live.Select(node => WorkflowGraph.WholeOf(node, "noise_seed") ?? WorkflowGraph.WholeOf(node, "seed")).FirstOrDefault(seed => seed is not null);

    private static string? Negative(WorkflowGraph graph)
    {
        var node = graph.Live.Select(node => graph.Source(node, "negative")).FirstOrDefault(source => source is not null);
        // A cycle cannot run, but it can be written.
        for (var steps = 0; node is not null && steps < graph.Live.Count; steps++)
        {
            // It takes a prompt and makes nothing of it.
            if (node.ClassType == "ConditioningZeroOut") return null;
            if (graph.TextOf(node, "text", "text_g", "prompt") is { } text) return text.Length == 0 ? null : text;
            node = graph.Source(node, "negative") ?? graph.Source(node, "conditioning") ?? graph.Source(node, "conditioning_1");
        }
        return null;
    }

    [GeneratedRegex("(?<![0-9a-z])((?<factor>[0-9]{1,2})x|x(?<factor>[0-9]{1,2}))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Factor();
}
