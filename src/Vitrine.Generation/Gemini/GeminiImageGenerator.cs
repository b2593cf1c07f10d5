using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.Gemini;

/// <summary>Pictures by Google's Gemini. Reference images are sent along; a negative prompt is not, for there is no place for it.</summary>
/// <param name="http">The caller's, and not disposed here. It needs a time-out longer than a picture takes, and must not follow redirects, for a key would go along.</param>
public sealed class GeminiImageGenerator(HttpClient http, GeminiOptions gemini, TimeProvider time)
    : ProviderGenerator(ProviderName, gemini.Endpoint, gemini.Model), IProviderCheck
{
    public const string ProviderName = "gemini";

    private readonly ProviderHttp provider = new(http, gemini, gemini.Key, time);

    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? gemini.Model;
        var references = Pictures.References(request);
        using var message = new HttpRequestMessage(HttpMethod.Post, provider.At($"models/{Uri.EscapeDataString(model)}:generateContent"));
        message.Content = ProviderHttp.Content(GeminiBody.Write(Wishes.PromptOf(request), references, options, model));
        message.Headers.Add("x-goog-api-key", gemini.Key.Value);

        var began = time.GetTimestamp();
        var answer = await provider.SendAsync(message, cancellationToken);
        if (!answer.IsSuccess) throw GeminiAnswer.Error(answer, provider.Clean);
        if (answer.Json is not { } json) throw new GenerationFailedException(GenerationFailures.Failed, "The provider's answer is not JSON.");
        var images = GeminiAnswer.Images(json);
        if (images.Count == 0) throw GeminiAnswer.NoImage(json, provider.Clean);
        return new ImageGenerationResponse(images)
        {
            Usage = GeminiAnswer.Usage(json),
            RawRepresentation = new GenerationDetails
            {
                Model = json.Get("modelVersion", "model_version").Text() ?? model,
                RequestId = json.Get("responseId", "response_id").Text(),
                GenerationTime = time.GetElapsedTime(began),
                ReferenceImages = references.Count,
            },
        };
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, provider.At($"models/{Uri.EscapeDataString(gemini.Model)}"));
        message.Headers.Add("x-goog-api-key", gemini.Key.Value);
        var answer = await provider.SendAsync(message, cancellationToken);
        if (!answer.IsSuccess) throw GeminiAnswer.Error(answer, provider.Clean);
    }
}
