using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Gemini;
using Vitrine.Generation.OpenAI;
using Vitrine.Generation.RunPod;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

/// <summary>What can go wrong on the way, with every provider alike; and that a key is never told.</summary>
public sealed class ProviderHttpTests
{
    public static TheoryData<string> Providers => ["gemini", "openai", "runpod"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_that_is_told_back_is_not_told_on(string name)
    {
        const string words = "The key " + Sample.Secret + " is odd.";
        string[] bodies =
        [
            $$$"""{"error":{"message":"{{{words}}}"}}""", $$"""{"error":"{{words}}"}""", words,
            $$$"""{"promptFeedback":{"blockReason":"OTHER","blockReasonMessage":"{{{words}}}"},"id":"j1","status":"FAILED","error":"{{{words}}}"}""",
        ];
        foreach (var body in bodies)
        {
            foreach (var status in new[] { 200, 400, 401, 403, 404, 429, 500 })
            {
                await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(status, body));
                var error = await FailureAsync(Generator(name, provider.Address, provider.Http));
                Assert.DoesNotContain(Sample.Secret, error.ToString(), StringComparison.Ordinal);
                Assert.All(provider.Requests, request => Assert.DoesNotContain(Sample.Secret, request.Target, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_provider_that_is_not_there_may_be_later(string name)
    {
        using var http = new HttpClient();
        var error = await FailureAsync(Generator(name, new Uri($"http://127.0.0.1:{UnusedPort()}/"), http));
        Assert.Equal((GenerationFailures.Unavailable, true), (error.Reason, error.IsRetryable));
        Assert.DoesNotContain(Sample.Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_connection_that_breaks_in_the_answer_is_not_tried_again(string name)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, new string(' ', 100_000)) with { IsCut = true });
        var error = await FailureAsync(Generator(name, provider.Address, provider.Http));
        Assert.Equal((GenerationFailures.Unavailable, false), (error.Reason, error.IsRetryable));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_that_is_too_long_is_not_read(string name)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, new string(' ', 2001)));
        var error = await FailureAsync(Generator(name, provider.Address, provider.Http));
        Assert.Equal((GenerationFailures.Failed, "The provider's answer is longer than 2,000 bytes."), (error.Reason, error.Message));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_callers_cancellation_is_one_and_a_clients_limit_is_a_time_out(string name)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await FakeProvider.StartAsync(async (_, aborted) =>
        {
            arrived.TrySetResult();
            await Task.Delay(Timeout.Infinite, aborted);
            return FakeAnswer.Json(200, "{}");
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var generating = Generator(name, provider.Address, provider.Http).GenerateAsync(new ImageGenerationRequest("a"), null, caller.Token);
        await arrived.Task.WaitAsync(Cancel);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);

        using var impatient = new HttpClient { Timeout = TimeSpan.FromMilliseconds(1) };
        var error = await FailureAsync(Generator(name, provider.Address, impatient));
        Assert.Equal((GenerationFailures.TimedOut, false), (error.Reason, error.IsRetryable));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Without_a_prompt_or_with_references_that_are_no_pictures_nothing_is_sent(string name)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, "{}"));
        var generator = Generator(name, provider.Address, provider.Http);
        ImageGenerationRequest[] requests = [new(" "), new("a", [new DataContent("<svg/>"u8.ToArray(), "image/png")]), new("a", [new UriContent("https://example.com/a.png", "image/png")])];
        foreach (var request in requests)
        {
            var error = await Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(request, null, Cancel));
            Assert.Equal((GenerationFailures.InvalidRequest, false), (error.Reason, error.IsRetryable));
        }
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_generator_says_what_it_is(string name)
    {
        using var http = new HttpClient();
        using var generator = Generator(name, new Uri("https://example.com/base"), http);
        var metadata = generator.GetService<ImageGeneratorMetadata>()!;
        Assert.Equal((name, "model-1"), (metadata.ProviderName, metadata.DefaultModelId));
        Assert.Same(generator, generator.GetService(generator.GetType()));
        Assert.Null(generator.GetService(typeof(string)));
    }

    [Fact]
    public void Options_do_not_show_their_key()
    {
        var options = new GeminiOptions { Endpoint = GeminiOptions.DefaultEndpoint, Key = Sample.Key, Model = "m" };
        Assert.DoesNotContain(Sample.Secret, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.Secret, System.Text.Json.JsonSerializer.Serialize(options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-secret\r\nX: y")]
    [InlineData("sk-secret x")]
    [InlineData("sk-sécret")]
    public void What_cannot_be_a_key_is_refused_unseen(string text)
    {
        var error = Assert.Throws<ArgumentException>(() => new ProviderKey(text));
        Assert.DoesNotContain("sk-", error.ToString(), StringComparison.Ordinal);
    }

    private static IImageGenerator Generator(string name, Uri endpoint, HttpClient http) => name switch
    {
        "gemini" => new GeminiImageGenerator(http, new GeminiOptions { Endpoint = endpoint, Key = Sample.Key, Model = "model-1", MaxAnswerBytes = 2000 }, TimeProvider.System),
        "openai" => new OpenAIImageGenerator(http, new OpenAIOptions { Endpoint = endpoint, Key = Sample.Key, Model = "model-1", MaxAnswerBytes = 2000 }, TimeProvider.System),
        _ => new RunPodImageGenerator(
            http,
            new RunPodOptions
            {
                Endpoint = endpoint, Key = Sample.Key, EndpointId = "e1", Model = "model-1", MaxAnswerBytes = 2000,
                Input = """{"prompt":"{{prompt}}"}""",
            },
            TimeProvider.System),
    };

    private static Task<GenerationFailedException> FailureAsync(IImageGenerator generator) =>
        Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
