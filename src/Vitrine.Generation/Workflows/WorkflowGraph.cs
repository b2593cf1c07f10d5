using System.Text.Json.Nodes;

namespace Vitrine.Generation.Workflows;

/// <summary>A step of a workflow: what it is, and what it is given, which is a value or the output of another.</summary>
internal sealed record WorkflowNode(string Id, string ClassType, JsonObject Inputs);

/// <summary>A workflow in ComfyUI's API format. What is not as the format has it is left out.</summary>
internal sealed class WorkflowGraph
{
    private readonly Dictionary<string, WorkflowNode> nodes = new(StringComparer.Ordinal);
    private readonly List<WorkflowNode> live = [];
    private readonly HashSet<string> visited = new(StringComparer.Ordinal);

    public WorkflowGraph(JsonObject workflow)
    {
        foreach (var (id, value) in workflow)
        {
            if (value is JsonObject node && node["inputs"] is JsonObject inputs && Text(node["class_type"]) is { } classType)
                nodes[id] = new WorkflowNode(id, classType, inputs);
        }
        var outputs = nodes.Values.Where(node => node.ClassType.Contains("Save", StringComparison.Ordinal) || node.ClassType.Contains("Preview", StringComparison.Ordinal)).ToList();
        foreach (var node in outputs.Count > 0 ? outputs : [.. nodes.Values]) Visit(node);
    }

    /// <summary>The steps that a picture comes of, each after those it needs. Others are in the file but never run.</summary>
    public IReadOnlyList<WorkflowNode> Live => live;

    /// <summary>The step that an input comes from; null where it is a value.</summary>
    public WorkflowNode? Source(WorkflowNode node, string input) => Target(node.Inputs[input]);

    /// <summary>The text of an input, or of the step that it comes from.</summary>
    public string? TextOf(WorkflowNode node, params ReadOnlySpan<string> inputs)
    {
        foreach (var input in inputs)
        {
            if (Text(node.Inputs[input]) is { } text) return text;
            if (Source(node, input) is { } source && (Text(source.Inputs["value"]) ?? Text(source.Inputs["text"]) ?? Text(source.Inputs["string"])) is { } given) return given;
        }
        return null;
    }

    /// <summary>The number of an input, or of the step that it comes from.</summary>
    public double? NumberOf(WorkflowNode node, params ReadOnlySpan<string> inputs)
    {
        foreach (var input in inputs)
        {
            if (Number(node.Inputs[input]) is { } number) return number;
            if (Source(node, input) is { } source && (Number(source.Inputs["value"]) ?? Number(source.Inputs[input])) is { } given) return given;
        }
        return null;
    }

    /// <summary>The whole number of an input itself; null beyond 64 bits.</summary>
    public static long? WholeOf(WorkflowNode node, string input) => node.Inputs[input] is JsonValue value && value.TryGetValue<long>(out var whole) ? whole : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static double? Number(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small : null;

    private WorkflowNode? Target(JsonNode? input) => input is JsonArray { Count: 2 } link && Text(link[0]) is { } id ? nodes.GetValueOrDefault(id) : null;

    private void Visit(WorkflowNode node)
    {
        if (!visited.Add(node.Id)) return;
        foreach (var (_, input) in node.Inputs)
        {
            if (Target(input) is { } source) Visit(source);
        }
        live.Add(node);
    }
}
