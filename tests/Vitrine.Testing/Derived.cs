using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>What Vitrine derives from the fields of a single fact, spelled out a second time and as plainly as possible.</summary>
public static partial class Derived
{
    public static ImageSource Source(TestFact fact)
    {
        if (fact.Text("meta") is not { } meta) return ImageSource.MessageResponse;
        using var json = JsonDocument.Parse(meta);
        if (json.RootElement.ValueKind != JsonValueKind.Object) return ImageSource.MessageResponse;
        if (json.RootElement.TryGetProperty("source", out var source) && source.ValueKind == JsonValueKind.String
            && source.GetString() == "history_start")
        {
            return ImageSource.HistoryStart;
        }

        return json.RootElement.TryGetProperty("is_auto_followup", out var followup) && followup.ValueKind == JsonValueKind.True
            ? ImageSource.Scheduler
            : ImageSource.MessageResponse;
    }

    public static long? StatusClass(TestFact fact) => fact.Number("status_code") / 100;

    public static long? InputTokens(TestFact fact) =>
        fact.Number("input_tokens") ?? (LoneTokens(fact) && fact.Text("role") != "assistant" ? fact.Number("tokens") : null);

    public static long? OutputTokens(TestFact fact) =>
        fact.Number("output_tokens") ?? (LoneTokens(fact) && fact.Text("role") == "assistant" ? fact.Number("tokens") : null);

    private static bool LoneTokens(TestFact fact) => fact.Number("input_tokens") is null && fact.Number("output_tokens") is null;

    public static long? Duration(TestFact fact) => fact.Kind switch
    {
        FactKind.Image => fact.Number("generation_time"),
        FactKind.Message or FactKind.ApiCall => fact.Number("response_time"),
        FactKind.Command => fact.Number("execution_time"),
        _ => null,
    };

    public static bool IsError(TestFact fact) => fact.Kind switch
    {
        FactKind.ApiCall => fact.Number("status_code") >= 400 || fact.Text("error_type") is not null,
        FactKind.Image => fact.Text("status") == "failed",
        FactKind.Command => fact.Number("success") == 0,
        _ => false,
    };

    /// <summary>The distinct names in <c>loras</c>: strings, or objects with a name, in an array or in a string that holds one.</summary>
    public static IReadOnlyList<string> Loras(TestFact fact)
    {
        if (fact.Text("loras") is not { } text) return [];
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.ValueKind == JsonValueKind.String) return Loras(fact.With("loras", json.RootElement.GetString()));
        return [.. json.RootElement.EnumerateArray()
            .Select(item => item.ValueKind == JsonValueKind.Object ? item.GetProperty("name").GetString()! : item.GetString()!)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The method and the path's template: the query cut off, segments that are numbers or UUIDs turned into <c>{id}</c>.</summary>
    public static string Endpoint(TestFact fact)
    {
        var path = fact.Text("endpoint")!.Split('?')[0];
        var segments = path.Split('/').Select(segment => LooksLikeId().IsMatch(segment) ? "{id}" : segment);
        return $"{fact.Text("method")} {string.Join('/', segments)}";
    }

    /// <summary>Prompts are the same when they differ only in case and white space.</summary>
    public static string? Prompt(TestFact fact) => fact.Text("prompt") is { } prompt
        ? string.Join(' ', prompt.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : null;

    [GeneratedRegex("^([0-9]+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeId();
}
