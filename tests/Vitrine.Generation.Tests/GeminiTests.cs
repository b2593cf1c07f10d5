using Microsoft.Extensions.AI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class GeminiTests
{
    private static readonly string Picture = $$$"""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"{{{Sample.Base64()}}}"}}]},"finishReason":"STOP"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_as_the_provider_documents_it()
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        var request = Sample.WithReferences("A \"quoted\" café", Sample.Png(), Sample.Jpeg);
        await Generator(provider).GenerateAsync(request, Sample.Options((ImageProperties.AspectRatio, "16:9"), (ImageProperties.Resolution, "2K"), (ImageProperties.Seed, 7)), Cancel);

        Assert.Equal(("POST", "/v1beta/models/gemini-3-pro-image:generateContent"), (provider.Request.Method, provider.Request.Target));
        Assert.Equal((Sample.Secret, "application/json"), (provider.Request.Headers["x-goog-api-key"], provider.Request.Headers["Content-Type"]));
        Sample.Equal(
            $$"""
            {
              "contents": [{ "role": "user", "parts": [
                { "text": "A \"quoted\" café" },
                { "inlineData": { "mimeType": "image/png", "data": "{{Sample.Base64()}}" } },
                { "inlineData": { "mimeType": "image/jpeg", "data": "{{Convert.ToBase64String(Sample.Jpeg)}}" } }] }],
              "generationConfig": { "responseModalities": ["TEXT", "IMAGE"], "imageConfig": { "aspectRatio": "16:9", "imageSize": "2K" }, "seed": 7 }
            }
            """,
            provider.Request.Json);
    }

    [Theory]
    [InlineData("gemini-3-pro-image", null, null, null)]
    [InlineData("gemini-3-pro-image", "1.91:1", "1k", """{"aspectRatio":"16:9","imageSize":"1K"}""")]
    [InlineData("gemini-3-pro-image", "8:1", "512", """{"aspectRatio":"21:9","imageSize":"1K"}""")]
    [InlineData("gemini-3.1-flash-image", "8:1", "512", """{"aspectRatio":"8:1","imageSize":"512"}""")]
    [InlineData("gemini-3-pro-image", null, "2048x1365", """{"aspectRatio":"3:2","imageSize":"2K"}""")]
    [InlineData("gemini-2.5-flash-image", "4:5", "4K", """{"aspectRatio":"4:5"}""")]
    [InlineData("gemini-3-pro-image", "wide", "large", null)]
    public async Task Size_and_ratio_are_what_the_model_knows(string model, string? ratio, string? resolution, string? expected)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        var options = Sample.Options((ImageProperties.AspectRatio, ratio), (ImageProperties.Resolution, resolution));
        options.ModelId = model;
        await Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), options, Cancel);
        Assert.Equal($"/v1beta/models/{model}:generateContent", provider.Request.Target);
        Sample.Equal(expected ?? "null", provider.Request.Json["generationConfig"]!["imageConfig"]);
    }

    [Theory]
    [InlineData("inlineData", "mimeType", "usageMetadata", "promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount", "totalTokenCount", "modelVersion")]
    [InlineData("inline_data", "mime_type", "usage_metadata", "prompt_token_count", "candidates_token_count", "thoughts_token_count", "total_token_count", "model_version")]
    public async Task Pictures_and_what_they_cost_are_read_and_thoughts_are_not_pictures(
        string inline, string type, string usage, string prompt, string candidates, string thoughts, string total, string model)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200,
            $$"""
            {"candidates":[{"index":0,"content":{"role":"model","parts":[
                {"text":"Let me think.","thought":true},
                {"{{inline}}":{"{{type}}":"image/png","data":"{{Sample.Base64(9)}}"},"thought":true},
                {"text":"Here it is."},
                {"{{inline}}":{"{{type}}":"image/webp","data":"{{Sample.Base64(1)}}"},"thoughtSignature":"x"}]},"finishReason":"STOP"}],
             "{{usage}}":{"{{prompt}}":20,"{{candidates}}":1120,"{{thoughts}}":60,"{{total}}":1200,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1120}]},
             "{{model}}":"gemini-3-pro-image-0102","responseId":"r1"}
            """));
        var response = await Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);

        // What it is, its bytes say.
        Assert.Equal([$"image/png {Sample.Base64(1)}"], Sample.Pictures(response));
        Assert.Equal((20, 1180, 60, 1200), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.ReasoningTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal(1120, response.Usage.AdditionalCounts!["OutputTokenDetails.ImageTokenCount"]);
        Assert.Equal("gemini-3-pro-image-0102", Sample.Details(response).Model);
        Assert.Equal("r1", Sample.Details(response).RequestId);
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":9}}""", "blocked", "PROHIBITED_CONTENT")]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_SAFETY","finishMessage":"Unable to show it."}]}""", "blocked", "IMAGE_SAFETY. Unable to show it.")]
    [InlineData("""{"candidates":[{"finishReason":"RECITATION"}]}""", "blocked", "RECITATION")]
    [InlineData("""{"candidates":[{"finishReason":"NO_IMAGE"}]}""", "no_image", "NO_IMAGE")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"I cannot draw that."}]},"finishReason":"STOP"}]}""", "no_image", "I cannot draw that.")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"thought":true,"inlineData":{"data":"iVBORw0KGgo="}}]},"finishReason":"MAX_TOKENS"}]}""", "no_image", "MAX_TOKENS")]
    [InlineData("{}", "no_image", "without a picture")]
    [InlineData("""[1,{"candidates":3}]""", "no_image", "without a picture")]
    [InlineData("""{"candidates":[null,{"content":[]}]}""", "no_image", "without a picture")]
    public async Task An_answer_without_a_picture_is_a_failure_that_says_why(string body, string reason, string words)
    {
        var error = await FailureAsync(FakeAnswer.Json(200, body));
        Assert.Equal((reason, false), (error.Reason, error.IsRetryable));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Equal(body.Contains("usageMetadata", StringComparison.Ordinal) ? 9 : null, error.Usage?.InputTokenCount);
    }

    [Theory]
    [InlineData(400, "INVALID_ARGUMENT", "invalid_request", false)]
    [InlineData(403, "PERMISSION_DENIED", "provider_unauthorized", false)]
    [InlineData(404, "NOT_FOUND", "invalid_request", false)]
    [InlineData(429, "RESOURCE_EXHAUSTED", "rate_limited", true)]
    [InlineData(500, "INTERNAL", "provider_unavailable", true)]
    [InlineData(503, "UNAVAILABLE", "provider_unavailable", true)]
    [InlineData(504, "DEADLINE_EXCEEDED", "provider_unavailable", true)]
    public async Task An_error_is_told_in_the_providers_words(int status, string name, string reason, bool retryable)
    {
        var error = await FailureAsync(FakeAnswer.Json(status, $$$"""{"error":{"code":{{{status}}},"message":"It is {{{name}}}.","status":"{{{name}}}"}}"""));
        Assert.Equal((reason, retryable, $"It is {name}."), (error.Reason, error.IsRetryable, error.Message));
    }

    [Fact]
    public async Task The_provider_says_when_to_come_again()
    {
        var error = await FailureAsync(FakeAnswer.Json(429,
            """{"error":{"code":429,"message":"Slow down.","details":[{"@type":"x"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"17.5s"}]}}"""));
        Assert.Equal(TimeSpan.FromSeconds(17.5), error.RetryAfter);
    }

    [Fact]
    public async Task An_invalid_key_is_no_invalid_request()
    {
        var error = await FailureAsync(FakeAnswer.Json(400,
            """{"error":{"code":400,"message":"API key not valid.","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"""));
        Assert.Equal(GenerationFailures.Unauthorized, error.Reason);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{"data":"%%%"}}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"inlineData":{"data":"PGh0bWw+"}}]}}]}""")]
    public async Task A_broken_answer_is_a_failure_that_is_not_tried_again(string body)
    {
        var error = await FailureAsync(FakeAnswer.Json(200, body));
        Assert.Equal((GenerationFailures.Failed, false), (error.Reason, error.IsRetryable));
    }

    private static async Task<GenerationFailedException> FailureAsync(FakeAnswer answer)
    {
        await using var provider = await FakeProvider.StartAsync(answer);
        return await Assert.ThrowsAsync<GenerationFailedException>(() => Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));
    }

    private static GeminiImageGenerator Generator(FakeProvider provider) =>
        new(provider.Http, new GeminiOptions { Endpoint = new Uri(provider.Address, "v1beta"), Key = Sample.Key, Model = "gemini-3-pro-image" }, TimeProvider.System);
}
