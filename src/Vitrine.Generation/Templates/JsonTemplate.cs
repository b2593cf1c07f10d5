using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Vitrine.Generation.Templates;

/// <summary>
/// JSON with places such as <c>{{prompt}}</c> in its texts. A text that is nothing but a place becomes the value itself, so a number stays one; within a longer
/// text the value is put in. Values are never read as JSON, nor searched for places.
/// </summary>
internal sealed partial class JsonTemplate
{
    private readonly JsonObject template;
    private readonly HashSet<string> places = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">It is no JSON object.</exception>
    public JsonTemplate(string json)
    {
        try
        {
            template = JsonNode.Parse(json) as JsonObject ?? throw new ArgumentException("A template is a JSON object.", nameof(json));
            Fill(place =>
            {
                places.Add(place);
                return "";
            });
        }
        catch (Exception error) when (error is JsonException || error is ArgumentException { ParamName: not nameof(json) })
        {
            throw new ArgumentException($"A template is JSON: {error.Message}", nameof(json), error);
        }
    }

    public IReadOnlySet<string> Places => places;

    public JsonObject Fill(Func<string, JsonNode> value) => (JsonObject)Filled(template, value)!;

    private static JsonNode? Filled(JsonNode? node, Func<string, JsonNode> value)
    {
        switch (node)
        {
            case JsonObject parent:
                return new JsonObject(parent.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, value))));
            case JsonArray array:
                return new JsonArray([.. array.Select(item => Filled(item, value))]);
            case JsonValue text when text.TryGetValue<string>(out var pattern):
                return Place().Match(pattern) is { Success: true } match && match.Length == pattern.Length
                    ? value(match.Groups["name"].Value)
                    : Place().Replace(pattern, found => value(found.Groups["name"].Value).ToString());
            default:
                return node?.DeepClone();
        }
    }

    [GeneratedRegex(@"\{\{ ?(?<name>[a-z0-9_]+) ?\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
