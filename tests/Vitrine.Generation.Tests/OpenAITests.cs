using System.Drawing;
using Microsoft.Extensions.AI;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class OpenAITests
{
    private static readonly string Picture = $$"""{"created":1700000000,"data":[{"b64_json":"{{Sample.Base64()}}"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_picture_is_asked_for_as_JSON()
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        var options = Sample.Options((ImageProperties.Quality, "high"), (ImageProperties.User, "u1"), (ImageProperties.NegativePrompt, "rain"));
        (options.Count, options.ImageSize, options.MediaType) = (2, new Size(1536, 1024), "image/webp");
        using var generator = new OpenAIImageGenerator(
            provider.Http, new OpenAIOptions { Endpoint = new Uri(provider.Address, "v1/"), Key = Sample.Key, Model = "gpt-image-1", Organization = "org-1", Project = "proj-1" }, TimeProvider.System);
        await generator.GenerateAsync(new ImageGenerationRequest("A lighthouse"), options, Cancel);

        Assert.Equal(("POST", "/v1/images/generations"), (provider.Request.Method, provider.Request.Target));
        Assert.Equal(("Bearer " + Sample.Secret, "application/json"), (provider.Request.Headers["Authorization"], provider.Request.Headers["Content-Type"]));
        Assert.Equal(("org-1", "proj-1"), (provider.Request.Headers["OpenAI-Organization"], provider.Request.Headers["OpenAI-Project"]));
        Sample.Equal(
            """{"model":"gpt-image-1","prompt":"A lighthouse","n":2,"size":"1536x1024","quality":"high","output_format":"webp","user":"u1"}""", provider.Request.Json);
    }

    [Fact]
    public async Task An_edit_is_a_form_with_the_pictures()
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        var response = await Generator(provider).GenerateAsync(
            Sample.WithReferences("Add \"snow\" to the café", Sample.Png(), Sample.Jpeg), Sample.Options((ImageProperties.Quality, "hd")), Cancel);

        Assert.Equal("/images/edits", provider.Request.Target);
        Assert.Equal(
            [
                "model|||gpt-image-1", "prompt|||Add \"snow\" to the café", "quality|||high",
                $"image[]|image-1.png|image/png|{Sample.Base64()}", $"image[]|image-2.jpeg|image/jpeg|{Convert.ToBase64String(Sample.Jpeg)}",
            ],
            await provider.Request.FormAsync());
        Assert.Equal(2, Sample.Details(response).ReferenceImages);
    }

    [Theory]
    [InlineData("gpt-image-1", "16:9", null, "1536x1024")]
    [InlineData("gpt-image-1", "9:16", null, "1024x1536")]
    [InlineData("gpt-image-1", "1:1", null, "1024x1024")]
    [InlineData("gpt-image-1", "16:9", "1024x1024", "1024x1024")]
    [InlineData("gpt-image-1", null, "2K", null)]
    [InlineData("gpt-image-2", "16:9", null, "1360x768")]
    [InlineData("gpt-image-2", "1:9", null, "592x1776")]
    [InlineData("dall-e-3", "16:9", null, "1792x1024")]
    [InlineData("dall-e-2", "16:9", null, null)]
    public async Task A_ratio_becomes_a_size_that_the_model_has(string model, string? ratio, string? resolution, string? size)
    {
        var body = await BodyAsync(model, (ImageProperties.AspectRatio, ratio), (ImageProperties.Resolution, resolution));
        Assert.Equal(size, (string?)body["size"]);
    }

    [Theory]
    [InlineData("gpt-image-1", "standard", "medium")]
    [InlineData("gpt-image-1", "Low", "low")]
    [InlineData("gpt-image-1", "ultra", null)]
    [InlineData("dall-e-3", "high", "hd")]
    [InlineData("dall-e-2", "high", null)]
    public async Task A_quality_is_in_the_models_own_words(string model, string asked, string? quality) =>
        Assert.Equal(quality, (string?)(await BodyAsync(model, (ImageProperties.Quality, asked)))["quality"]);

    [Theory]
    [InlineData("image/png", "png")]
    [InlineData("image/jpg", "jpeg")]
    [InlineData("image/jpeg", "jpeg")]
    [InlineData("image/tiff", null)]
    public async Task A_format_is_asked_for_where_the_provider_has_it(string asked, string? format)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        await Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), new ImageGenerationOptions { MediaType = asked }, Cancel);
        Assert.Equal(format, (string?)provider.Request.Json["output_format"]);
    }

    [Fact]
    public async Task An_older_model_is_asked_for_bytes() => Sample.Equal(
        """{"model":"dall-e-3","prompt":"a","response_format":"b64_json","style":"natural"}""", await BodyAsync("dall-e-3", (ImageProperties.Style, "natural")));

    [Fact]
    public async Task Pictures_and_what_they_cost_are_read()
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200,
            $$$"""
            {"data":[{"b64_json":"{{{Sample.Base64(1)}}}","revised_prompt":"A tall lighthouse"},{"b64_json":"{{{Sample.Base64(2)}}}"}],"size":"1024x1536",
             "usage":{"input_tokens":30,"input_tokens_details":{"text_tokens":10,"image_tokens":20},"output_tokens":1056,"total_tokens":1086}}
            """, ("x-request-id", "req_1")));
        var response = await Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);

        Assert.Equal([$"image/png {Sample.Base64(1)}", $"image/png {Sample.Base64(2)}"], Sample.Pictures(response));
        Assert.Equal("A tall lighthouse", response.Contents[0].AdditionalProperties!["revised_prompt"]);
        Assert.Equal((30, 1056, 1086), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Equal((10, 20), (response.Usage.AdditionalCounts!["InputTokenDetails.TextTokenCount"], response.Usage.AdditionalCounts["InputTokenDetails.ImageTokenCount"]));
        Assert.Equal(("gpt-image-1", "req_1", "1024x1536"), (Sample.Details(response).Model, Sample.Details(response).RequestId, Sample.Details(response).Resolution));
    }

    [Fact]
    public async Task An_address_is_only_asked_by_the_fetcher()
    {
        const string answer = """{"data":[{"url":"http://169.254.169.254/picture?sig=1"}]}""";
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, answer));
        var asked = new List<Uri>();
        using var generator = new OpenAIImageGenerator(provider.Http, Options(provider), TimeProvider.System, (address, _) =>
        {
            asked.Add(address);
            return Task.FromResult<ReadOnlyMemory<byte>>(Sample.Png(3));
        });
        Assert.Equal([$"image/png {Sample.Base64(3)}"], Sample.Pictures(await generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel)));
        Assert.Equal([new Uri("http://169.254.169.254/picture?sig=1")], asked);

        using var without = Generator(provider);
        await FailsAsync(without, GenerationFailures.Failed);
        using var refusing = new OpenAIImageGenerator(provider.Http, Options(provider), TimeProvider.System, (_, _) => throw new HttpRequestException("not that one"));
        var error = await FailsAsync(refusing, GenerationFailures.Failed);
        Assert.DoesNotContain("sig=1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("ftp://host/picture")]
    public async Task Not_every_address_even_gets_to_the_fetcher(string address)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, $$"""{"data":[{"url":"{{address}}"}]}"""));
        using var generator = new OpenAIImageGenerator(provider.Http, Options(provider), TimeProvider.System, (_, _) => throw new InvalidOperationException("asked"));
        await FailsAsync(generator, GenerationFailures.Failed);
    }

    [Theory]
    [InlineData(400, "image_generation_user_error", "moderation_blocked", "blocked", false)]
    [InlineData(400, "invalid_request_error", "content_policy_violation", "blocked", false)]
    [InlineData(400, "invalid_request_error", "billing_hard_limit_reached", "quota_exceeded", false)]
    [InlineData(400, "invalid_request_error", "invalid_value", "invalid_request", false)]
    [InlineData(401, "invalid_request_error", "invalid_api_key", "provider_unauthorized", false)]
    [InlineData(403, "invalid_request_error", null, "provider_unauthorized", false)]
    [InlineData(429, "insufficient_quota", null, "quota_exceeded", false)]
    [InlineData(429, "insufficient_quota", "insufficient_quota", "quota_exceeded", false)]
    [InlineData(429, "requests", "rate_limit_exceeded", "rate_limited", true)]
    [InlineData(500, "server_error", null, "provider_unavailable", true)]
    public async Task An_error_is_told_in_the_providers_words(int status, string type, string? code, string reason, bool retryable)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(
            status, $$$"""{"error":{"message":"It is so.","type":"{{{type}}}","param":null,"code":{{{(code is null ? "null" : $"\"{code}\"")}}}}}""", ("Retry-After", "21")));
        using var generator = Generator(provider);
        var error = await FailsAsync(generator, reason);
        Assert.Equal((retryable, retryable ? TimeSpan.FromSeconds(21) : null, "It is so."), (error.IsRetryable, error.RetryAfter, error.Message));
    }

    [Theory]
    [InlineData("<html>", "provider_failed")]
    [InlineData("""{"data":[{"b64_json":"###"}]}""", "provider_failed")]
    [InlineData("""{"data":[]}""", "no_image")]
    [InlineData("""{"data":{"b64_json":7}}""", "no_image")]
    public async Task A_broken_answer_is_a_failure_that_is_not_tried_again(string body, string reason)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, body));
        using var generator = Generator(provider);
        Assert.False((await FailsAsync(generator, reason)).IsRetryable);
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> BodyAsync(string model, params (string Key, object? Value)[] properties)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, Picture));
        var options = Sample.Options(properties);
        options.ModelId = model;
        await Generator(provider).GenerateAsync(new ImageGenerationRequest("a"), options, Cancel);
        return provider.Request.Json;
    }

    private static async Task<GenerationFailedException> FailsAsync(OpenAIImageGenerator generator, string reason)
    {
        var error = await Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));
        Assert.Equal(reason, error.Reason);
        return error;
    }

    private static OpenAIOptions Options(FakeProvider provider) => new() { Endpoint = provider.Address, Key = Sample.Key, Model = "gpt-image-1" };

    private static OpenAIImageGenerator Generator(FakeProvider provider) => new(provider.Http, Options(provider), TimeProvider.System);
}
