using System.Text.Json;
using Vitrine.Generation;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.RunPod;
using Vitrine.Server.Http;

namespace Vitrine.Server.Generation.Providers;

/// <summary>How a provider is to be set up; what is absent stays, an empty text takes away.</summary>
/// <param name="Key">Never returned. Needed again where the endpoint becomes another.</param>
/// <param name="Model">Of requests that name none.</param>
/// <param name="Endpoint">http or https; the server calls it.</param>
/// <param name="EndpointId">Which of RunPod's endpoints.</param>
/// <param name="Input">RunPod's: the worker's input, with places for the prompt and the like.</param>
/// <param name="Workflow">ComfyUI's: the workflow as it exports for its API, with places for the prompt and the like.</param>
internal sealed record ProviderRequest(string? Key, string? Model, string? Endpoint, string? EndpointId, JsonElement? Input, JsonElement? Workflow)
{
    private const int MaxKey = 4096;
    private const int MaxEndpoint = 2048;
    private const int MaxName = 128;

    /// <summary>The template of the provider, of those two that can be sent.</summary>
    public string? Template => (Input ?? Workflow)?.GetRawText();

    /// <summary>What can be told without knowing what is stored.</summary>
    public Problem? FindProblem(string provider)
    {
        foreach (var (field, isSent, isTaken) in new[]
        {
            ("key", Key is not null, provider != ComfyUIImageGenerator.ProviderName), ("endpoint_id", EndpointId is not null, provider == RunPodImageGenerator.ProviderName),
            ("input", Input is not null, provider == RunPodImageGenerator.ProviderName), ("workflow", Workflow is not null, provider == ComfyUIImageGenerator.ProviderName),
        })
        {
            if (isSent && !isTaken) return Problems.InvalidValue.With($"{provider} takes no {field}.", field);
        }
        if (Key is not null && (Key.Length > MaxKey || !IsKey(Key)))
            return Problems.InvalidValue.With($"key has from 1 to {MaxKey} printable ASCII characters and no space.", "key");
        foreach (var (field, value) in new[] { ("model", Model), ("endpoint_id", EndpointId) })
        {
            if (value is not null && (value.Length > MaxName || value.Any(char.IsControl))) return Problems.InvalidValue.With($"{field} has at most {MaxName} characters.", field);
        }
        foreach (var (field, value) in new[] { ("input", Input), ("workflow", Workflow) })
        {
            if (value is { ValueKind: not JsonValueKind.Object }) return Problems.WrongType.With($"{field} is an object.", field);
        }
        return Endpoint is null or "" || (Endpoint.Length <= MaxEndpoint && IsAddress(Endpoint))
            ? null
            : Problems.InvalidValue.With("endpoint is an http or https address without user, query and fragment.", "endpoint");
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url is { UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 };

    private static bool IsKey(string text)
    {
        try
        {
            _ = new ProviderKey(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A provider. Those who may only make images see the name and model of those that are set up.</summary>
/// <param name="SetUpBy">configuration, or api; absent where it is not set up and for those that need nothing.</param>
/// <param name="KeyLastFour">Of keys of 16 characters and more.</param>
/// <param name="Problem">Why what is stored cannot be used, as a key that must be entered again.</param>
internal sealed record ProviderAnswer(
    string Name, string? Model, bool? IsSetUp = null, string? SetUpBy = null, string? Endpoint = null, string? EndpointId = null, bool? HasKey = null, string? KeyLastFour = null,
    bool? HasTemplate = null, string? Problem = null, string? UpdatedAt = null, string? UpdatedBy = null);

/// <param name="Default">The provider of requests that name none.</param>
internal sealed record ProvidersAnswer(string Default, IReadOnlyList<ProviderAnswer> Providers);

/// <param name="Reason">Why it would not work, as failures of images have it; absent where it would.</param>
/// <param name="Detail">In the provider's words where it has any.</param>
/// <param name="Took">Seconds.</param>
internal sealed record ProviderCheckAnswer(bool Ok, string? Reason, string? Detail, double Took);
