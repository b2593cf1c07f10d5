using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Vitrine.Generation.RunPod;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class RunPodTests
{
    private const string Input =
        """
        {"workflow":{
            "3":{"class_type":"KSampler","inputs":{"seed":"{{seed}}","negative":["7",0],"latent_image":["5",0]}},
            "5":{"class_type":"EmptyLatentImage","inputs":{"width":"{{width}}","height":"{{height}}"}},
            "6":{"class_type":"CLIPTextEncode","inputs":{"text":"{{prompt}}"}},
            "7":{"class_type":"CLIPTextEncode","inputs":{"text":"{{negative_prompt}}"}}},
         "images":[{"name":"r.png","image":"{{reference_image}}"}]}
        """;

    private readonly HurriedClock clock = new(TimeSpan.FromMinutes(2));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Done => $$$"""{"id":"j-1","status":"COMPLETED","delayTime":2500,"executionTime":4000,"output":{"images":[{"filename":"a.png","type":"base64","data":"{{{Sample.Base64()}}}"}]}}""";

    [Fact]
    public async Task A_job_is_sent_and_asked_after_more_and_more_seldom()
    {
        await using var provider = await StartAsync(["IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "SOMETHING_NEW", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"], Done);
        var reports = new Reports();
        var options = Sample.Options((ImageProperties.Seed, 5), (ImageProperties.NegativePrompt, "blur"), (ImageProperties.Webhook, "https://v.example/hook/s3cret"), (ImageProperties.Progress, reports));
        using var generator = Generator(provider, Input, timed: true);
        var response = await generator.GenerateAsync(Sample.WithReferences("a cat", Sample.Png(8)), options, Cancel);

        var run = provider.Requests[0];
        Assert.Equal(("POST", "/v2/e1/run", "Bearer " + Sample.Secret), (run.Method, run.Target, run.Headers["Authorization"]));
        Sample.Equal(
            $$$$"""
            {"input":{"workflow":{
                "3":{"class_type":"KSampler","inputs":{"seed":5,"negative":["7",0],"latent_image":["5",0]}},
                "5":{"class_type":"EmptyLatentImage","inputs":{"width":1024,"height":1024}},
                "6":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat"}},
                "7":{"class_type":"CLIPTextEncode","inputs":{"text":"blur"}}},
              "images":[{"name":"r.png","image":"{{{{Sample.Base64(8)}}}}"}]},
             "webhook":"https://v.example/hook/s3cret","policy":{"executionTimeout":600000,"ttl":3600000}}
            """,
            run.Json);
        Assert.All(provider.Requests.Skip(1), request => Assert.Equal(("GET", "/v2/e1/status/j-1", "Bearer " + Sample.Secret), (request.Method, request.Target, request.Headers["Authorization"])));
        Assert.Equal([1000, 1500, 2250, 3375, 5062, 7593, 10000, 10000], clock.Waits.Select(wait => wait.TotalMilliseconds));
        Assert.Equal([.. Enumerable.Repeat(GenerationStage.Queued, 3), .. Enumerable.Repeat(GenerationStage.Running, 5)], reports.All.Select(report => report.Stage));
        Assert.All(reports.All, report => Assert.Equal("j-1", report.JobId));

        Assert.Equal([$"image/png {Sample.Base64()}"], Sample.Pictures(response));
        var details = Sample.Details(response);
        Assert.Equal((TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(4)), (details.QueueTime, details.GpuTime));
        Assert.Equal(("j-1", "1024x1024", "blur", 5, 1), (details.RequestId, details.Resolution, details.NegativePrompt, details.Seed, details.ReferenceImages));
    }

    [Theory]
    [InlineData("FAILED", "\"error\":\"out of memory\"", "provider_failed", "out of memory")]
    [InlineData("FAILED", """ "error":"{\"error_type\":\"<class 'ValueError'>\",\"error_message\":\"bad size\",\"error_traceback\":\"…\"}" """, "provider_failed", "bad size")]
    [InlineData("FAILED", "\"output\":null", "provider_failed", "RunPod does not say why the job failed.")]
    [InlineData("CANCELLED", "\"output\":null", "provider_failed", "The job was cancelled.")]
    [InlineData("TIMED_OUT", "\"output\":null", "timed_out", "RunPod ended the job for taking too long.")]
    [InlineData("COMPLETED", """ "output":{"images":[],"errors":["no node 9","no node 10"]} """, "provider_failed", "no node 9 no node 10")]
    [InlineData("COMPLETED", """ "output":{"status":"success_no_images","images":[]} """, "no_image", "The worker's output has no picture that can be found in it.")]
    [InlineData("COMPLETED", """ "output":7 """, "no_image", "The worker's output has no picture that can be found in it.")]
    public async Task A_job_without_a_picture_says_why(string state, string member, string reason, string words)
    {
        await using var provider = await StartAsync(["IN_QUEUE"], "{\"id\":\"j-1\",\"status\":\"" + state + "\"," + member + "}");
        var error = await FailsAsync(provider);
        Assert.Equal((reason, false, words), (error.Reason, error.IsRetryable, error.Message));
    }

    [Theory]
    [InlineData(400, "invalid_request", false)]
    [InlineData(401, "provider_unauthorized", false)]
    [InlineData(404, "invalid_request", false)]
    [InlineData(429, "rate_limited", true)]
    [InlineData(502, "provider_unavailable", true)]
    public async Task A_job_that_is_not_taken_may_be_taken_later(int status, string reason, bool retryable)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(status, """{"error":"It is so."}"""));
        var error = await FailsAsync(provider);
        Assert.Equal((reason, retryable, "It is so."), (error.Reason, error.IsRetryable, error.Message));
    }

    [Theory]
    [InlineData("""{"status":"IN_QUEUE"}""")]
    [InlineData("""{"id":"../../other","status":"IN_QUEUE"}""")]
    [InlineData("[]")]
    [InlineData("<html>")]
    public async Task A_job_without_a_name_cannot_be_asked_after(string body)
    {
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, body));
        var error = await FailsAsync(provider);
        Assert.Equal((GenerationFailures.Failed, false), (error.Reason, error.IsRetryable));
    }

    [Fact]
    public async Task Answers_that_fail_are_asked_for_again_and_a_job_that_is_gone_is_a_failure()
    {
        var asked = 0;
        await using var provider = await FakeProvider.StartAsync(request => request.Path.EndsWith("/run", StringComparison.Ordinal)
            ? FakeAnswer.Json(200, """{"id":"j-1","status":"IN_QUEUE"}""")
            : ++asked switch
            {
                1 => FakeAnswer.Json(500, ""),
                2 => FakeAnswer.Json(429, "", ("Retry-After", "40")),
                3 => FakeAnswer.Json(200, """{"id":"another","status":"COMPLETED"}"""),
                4 => FakeAnswer.Json(200, "{"),
                _ => FakeAnswer.Json(404, "{}"),
            });
        var error = await FailsAsync(provider);
        Assert.Equal((GenerationFailures.Failed, "RunPod does not know the job any more."), (error.Reason, error.Message));
        Assert.Equal([1, 1.5, 40, 10, 10], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task When_answers_fail_for_long_the_job_is_not_begun_again()
    {
        await using var provider = await FakeProvider.StartAsync(request =>
            request.Path.EndsWith("/run", StringComparison.Ordinal) ? FakeAnswer.Json(200, """{"id":"j-1","status":"IN_QUEUE"}""") : FakeAnswer.Json(500, ""));
        var error = await FailsAsync(provider);
        Assert.Equal((GenerationFailures.Unavailable, false, 8), (error.Reason, error.IsRetryable, provider.Requests.Count - 1));
    }

    [Fact]
    public async Task A_call_from_outside_makes_it_ask_at_once()
    {
        var still = new WatchedClock();
        var ended = false;
        await using var provider = await FakeProvider.StartAsync(request => FakeAnswer.Json(
            200, request.Method == "GET" && Volatile.Read(ref ended) ? Done : """{"id":"j-1","status":"IN_QUEUE"}"""));
        using var generator = Generator(provider, """{"prompt":"{{prompt}}"}""", time: still);
        var generating = generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        while (still.Waits.Count == 0 && !Cancel.IsCancellationRequested) await Task.Yield();

        generator.Wake("another");
        // What the call says is not believed: it asks, and the job goes on.
        generator.Wake("j-1");
        while (still.Waits.Count == 1 && !Cancel.IsCancellationRequested) await Task.Yield();
        Assert.False(generating.IsCompleted);
        Volatile.Write(ref ended, true);
        generator.Wake("j-1");
        Assert.Single(Sample.Pictures(await generating));
    }

    [Fact]
    public async Task Cancelling_cancels_the_job()
    {
        var still = new WatchedClock();
        await using var provider = await FakeProvider.StartAsync(FakeAnswer.Json(200, """{"id":"j-1","status":"IN_QUEUE"}"""));
        using var generator = Generator(provider, """{"prompt":"{{prompt}}"}""", time: still);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var generating = generator.GenerateAsync(new ImageGenerationRequest("a"), null, caller.Token);
        while (still.Waits.Count == 0 && !Cancel.IsCancellationRequested) await Task.Yield();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);
        Assert.Equal(("POST", "/v2/e1/cancel/j-1"), (provider.Requests[^1].Method, provider.Requests[^1].Target));
    }

    [Fact]
    public async Task A_job_that_was_begun_before_is_collected()
    {
        await using var provider = await StartAsync(["IN_PROGRESS"], Done);
        using var generator = Generator(provider, """{"prompt":"{{prompt}}"}""");
        var response = await generator.CollectAsync("j-1", Cancel);
        Assert.Equal([$"image/png {Sample.Base64()}"], Sample.Pictures(response));
        Assert.Equal(TimeSpan.FromSeconds(6.5), Sample.Details(response).GenerationTime);
    }

    [Fact]
    public async Task An_address_is_only_asked_by_the_fetcher()
    {
        await using var provider = await StartAsync([], """{"id":"j-1","status":"COMPLETED","output":{"images":[{"filename":"a.png","type":"s3_url","data":"https://s3.example/a.png?sig=1"}]}}""");
        using var generator = Generator(provider, """{"prompt":"{{prompt}}"}""", fetch: (address, _) =>
            Task.FromResult<ReadOnlyMemory<byte>>(address.AbsoluteUri == "https://s3.example/a.png?sig=1" ? Sample.Png(3) : []));
        Assert.Equal([$"image/png {Sample.Base64(3)}"], Sample.Pictures(await generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel)));
        Assert.Equal(GenerationFailures.Failed, (await FailsAsync(provider)).Reason);
    }

    [Theory]
    [InlineData("""{"images":[{"filename":"a.png","type":"base64","data":"$png"},{"filename":"b.png","type":"s3_url","data":"https://s/b.png"}]}""", "$png https://s/b.png")]
    [InlineData("""{"message":"$png","status":"success"}""", "$png")]
    [InlineData("""{"message":"https://s/a.png","status":"success"}""", "https://s/a.png")]
    [InlineData("""{"images":["$png","$png"],"parameters":{},"info":"{}"}""", "$png $png")]
    [InlineData("""{"image_url":"https://s/a.png","images":["https://s/b.png"]}""", "https://s/b.png")]
    [InlineData("""[{"image":"data:image/png;base64,$png"}]""", "data:image/png;base64,$png")]
    [InlineData("\"$png\"", "$png")]
    [InlineData("""{"output":{"url":"https://s/a.png"}}""", "https://s/a.png")]
    [InlineData("""{"message":"a text of some length that is no picture at all","images":[null,7,{},{"data":3}]}""", "")]
    [InlineData("""{"images":["file:///etc/passwd","PHN2Zz48L3N2Zz4="]}""", "")]
    [InlineData("null", "")]
    public void Pictures_are_found_in_what_workers_answer(string output, string expected)
    {
        var body = ("{\"id\":\"j\",\"status\":\"COMPLETED\",\"output\":" + output + "}").Replace("$png", Sample.Base64(), StringComparison.Ordinal);
        var job = RunPodWebhook.Read(Encoding.UTF8.GetBytes(body))!;
        Assert.Equal(expected.Replace("$png", Sample.Base64(), StringComparison.Ordinal), string.Join(' ', job.Pictures));
        Assert.True(job.HasEnded);
    }

    [Fact]
    public void A_call_says_which_job_and_how_it_is()
    {
        var job = RunPodWebhook.Read("""{"id":"c80f-u1","status":"FAILED","delayTime":1200,"executionTime":3400.5,"error":"no","workerId":"w"}"""u8.ToArray())!;
        Assert.Equal(("c80f-u1", RunPodState.Failed, "no"), (job.Id, job.State, job.Error));
        Assert.Equal((TimeSpan.FromSeconds(1.2), TimeSpan.FromMilliseconds(3400.5)), (job.QueueTime, job.GpuTime));
        Assert.Equal(RunPodState.Queued, RunPodWebhook.Read("""{"id":"a","status":"IN_QUEUE","delayTime":-1,"executionTime":"x"}"""u8.ToArray())!.State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"j"}""")]
    [InlineData("""{"id":5,"status":"COMPLETED"}""")]
    [InlineData("""{"id":"a/../b","status":"COMPLETED"}""")]
    [InlineData("""{"id":"..","status":"COMPLETED"}""")]
    public void Another_body_is_no_call(string body) => Assert.Null(RunPodWebhook.Read(Encoding.UTF8.GetBytes(body)));

    private static Task<FakeProvider> StartAsync(string[] states, string last)
    {
        var asked = -1;
        return FakeProvider.StartAsync(request =>
        {
            if (request.Method == "POST") return FakeAnswer.Json(200, """{"id":"j-1","status":"IN_QUEUE"}""");
            asked++;
            return FakeAnswer.Json(200, asked < states.Length ? new JsonObject { ["id"] = "j-1", ["status"] = states[asked] }.ToJsonString() : last);
        });
    }

    private async Task<GenerationFailedException> FailsAsync(FakeProvider provider)
    {
        using var generator = Generator(provider, """{"prompt":"{{prompt}}"}""");
        return await Assert.ThrowsAsync<GenerationFailedException>(() => generator.GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));
    }

    private RunPodImageGenerator Generator(FakeProvider provider, string input, bool timed = false, TimeProvider? time = null, PictureFetcher? fetch = null) => new(
        provider.Http,
        new RunPodOptions
        {
            Endpoint = new Uri(provider.Address, "v2/"), Key = Sample.Key, EndpointId = "e1", Input = input,
            ExecutionTimeout = timed ? TimeSpan.FromMinutes(10) : null, TimeToLive = timed ? TimeSpan.FromHours(1) : null,
        },
        time ?? clock, fetch);
}
