using System.Net.Http.Headers;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.OpenAI;

/// <summary>Pictures by OpenAI's Images API. With reference images it is an edit of them.</summary>
/// <param name="http">The caller's, and not disposed here. It needs a time-out longer than a picture takes, and must not follow redirects, for a key would go along.</param>
/// <param name="fetch">For models that answer with addresses; without it such an answer is a failure.</param>
public sealed class OpenAIImageGenerator(HttpClient http, OpenAIOptions openAI, TimeProvider time, PictureFetcher? fetch = null)
    : ProviderGenerator(ProviderName, openAI.Endpoint, openAI.Model), IProviderCheck
{
    public const string ProviderName = "openai";

    private readonly ProviderHttp provider = new(http, openAI, openAI.Key, time);

    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? openAI.Model;
        var references = Pictures.References(request);
        var fields = OpenAIFields.Of(Wishes.PromptOf(request), options, model);
        using var message = new HttpRequestMessage(HttpMethod.Post, provider.At(references.Count == 0 ? "images/generations" : "images/edits"));
        message.Content = references.Count == 0 ? OpenAIRequest.Json(fields) : OpenAIRequest.Form(fields, references, model);
        Authorize(message);

        var began = time.GetTimestamp();
        var answer = await provider.SendAsync(message, cancellationToken);
        if (!answer.IsSuccess) throw OpenAIAnswer.Error(answer, provider.Clean);
        if (answer.Json is not { } json) throw new GenerationFailedException(GenerationFailures.Failed, "The provider's answer is not JSON.");
        var images = await OpenAIAnswer.ImagesAsync(json, fetch, cancellationToken);
        var usage = OpenAIAnswer.Usage(json);
        if (images.Count == 0) throw new GenerationFailedException(GenerationFailures.NoImage, "The provider answered without a picture.") { Usage = usage };
        return new ImageGenerationResponse(images)
        {
            Usage = usage,
            RawRepresentation = new GenerationDetails
            {
                Model = model,
                RequestId = answer.RequestId,
                GenerationTime = time.GetElapsedTime(began),
                Resolution = json.Get("size").Text() ?? fields.FirstOrDefault(field => field.Key == "size").Value as string,
                // The older models do not answer with it; unasked, theirs is standard.
                Quality = json.Get("quality").Text() ?? fields.FirstOrDefault(field => field.Key == "quality").Value as string ?? (model == "dall-e-3" ? "standard" : null),
                ReferenceImages = references.Count,
            },
        };
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, provider.At($"models/{Uri.EscapeDataString(openAI.Model)}"));
        Authorize(message);
        var answer = await provider.SendAsync(message, cancellationToken);
        if (!answer.IsSuccess) throw OpenAIAnswer.Error(answer, provider.Clean);
    }

    private void Authorize(HttpRequestMessage message)
    {
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", openAI.Key.Value);
        if (openAI.Organization is not null) message.Headers.Add("OpenAI-Organization", openAI.Organization);
        if (openAI.Project is not null) message.Headers.Add("OpenAI-Project", openAI.Project);
    }
}
