using System.Drawing;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Vitrine.Generation.ComfyUI;
using Vitrine.Generation.Tests.Fakes;

namespace Vitrine.Generation.Tests;

public sealed class ComfyUITests
{
    private const string Workflow =
        """
        {
          "3": {"class_type":"KSampler","inputs":{"seed":"{{seed}}","steps":20,"model":["10",0],"positive":["6",0],"negative":["7",0],"latent_image":["5",0]}},
          "4": {"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"dreamshaper_8.safetensors"}},
          "5": {"class_type":"EmptyLatentImage","inputs":{"width":"{{width}}","height":"{{height}}","batch_size":"{{count}}"}},
          "6": {"class_type":"CLIPTextEncode","inputs":{"text":"masterpiece, {{prompt}}","clip":["4",1]}},
          "7": {"class_type":"CLIPTextEncode","inputs":{"text":"{{negative_prompt}}","clip":["4",1]}},
          "9": {"class_type":"SaveImage","inputs":{"filename_prefix":"v","images":["3",0]}},
          "10": {"class_type":"LoraLoaderModelOnly","inputs":{"lora_name":"detail.safetensors","strength_model":0.7,"model":["4",0]}}
        }
        """;

    private readonly HurriedClock clock = new(TimeSpan.FromSeconds(2));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_is_followed_on_the_socket()
    {
        await using var comfy = await new FakeComfyUI
        {
            Says = async speaker =>
            {
                await speaker.SayAsync("status", """{"status":{"exec_info":{"queue_remaining":1}},"sid":"x"}""");
                await speaker.SayAsync("execution_success", """{"prompt_id":"another"}""");
                await speaker.SayAsync("execution_start", """{"prompt_id":"$id","timestamp":1}""");
                await speaker.BytesAsync(100_000);
                await speaker.TextAsync("no JSON {");
                await speaker.TextAsync("\"" + new string('x', 2_000_000) + "\"");
                await speaker.SayAsync("progress", """{"value":9,"max":20,"prompt_id":"another","node":"3"}""");
                await speaker.SayAsync("executing", """{"node":"3","prompt_id":"$id"}""");
                await speaker.SayAsync("progress", """{"value":5,"max":20,"prompt_id":"$id","node":"3"}""");
                await speaker.SayAsync("progress", """{"value":20,"max":20,"prompt_id":"$id","node":"3"}""");
                speaker.Finish();
                await speaker.SayAsync("execution_success", """{"prompt_id":"$id","timestamp":2}""");
                await speaker.ListenAsync();
            },
        }.StartAsync();
        var reports = new Reports();
        var options = Sample.Options((ImageProperties.NegativePrompt, "blur"), (ImageProperties.Seed, 99), (ImageProperties.Progress, reports));
        (options.ImageSize, options.Count) = (new Size(832, 1216), 2);
        var response = await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a \"cat\" {{seed}}"), options, Cancel);

        var id = await comfy.Submitted;
        Assert.Equal([$"image/png {Sample.Base64()}"], Sample.Pictures(response));
        Assert.Equal(
            [
                new(GenerationStage.Queued, JobId: id), new(GenerationStage.Running, JobId: id),
                new(GenerationStage.Running, 5, 20, id), new GenerationProgress(GenerationStage.Running, 20, 20, id),
            ],
            reports.All.OrderBy(report => (report.Stage, report.Value)));
        // The socket said it: nothing was waited for.
        Assert.Empty(clock.Waits);

        var prompt = Assert.Single(comfy.Provider.Requests, request => request.Path == "/prompt");
        var body = prompt.Json;
        Assert.Equal(["prompt", "client_id", "prompt_id"], body.AsObject().Select(member => member.Key));
        Assert.Equal($"/ws?clientId={body["client_id"]}", Assert.Single(comfy.Provider.Requests, request => request.Method == "WS").Target);
        Assert.Equal(id, Guid.Parse(id).ToString("D"));
        Sample.Equal("""{"text":"masterpiece, a \"cat\" {{seed}}","clip":["4",1]}""", body["prompt"]!["6"]!["inputs"]);
        Sample.Equal("""{"width":832,"height":1216,"batch_size":2}""", body["prompt"]!["5"]!["inputs"]);
        Assert.Equal(99, (int)body["prompt"]!["3"]!["inputs"]!["seed"]!);
        Assert.Contains(comfy.Provider.Requests, request => request.Target == "/view?filename=a%20b.png&subfolder=x%2Fy&type=output");

        var details = Sample.Details(response);
        Assert.Equal(TimeSpan.FromSeconds(3.5), details.GpuTime);
        Assert.Equal(
            ("dreamshaper_8.safetensors", id, "832x1216", "blur", 99), (details.Model, details.RequestId, details.Resolution, details.NegativePrompt, details.Seed));
        Assert.Equal([new LoraUse("detail.safetensors", 0.7)], details.Loras);
    }

    [Fact]
    public async Task Without_a_socket_it_is_asked_until_it_has_ended()
    {
        await using var comfy = await new FakeComfyUI { DoneAtPoll = 4 }.StartAsync();
        var response = await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        Assert.Single(Sample.Pictures(response));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(1), 3), clock.Waits);
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5)), (Sample.Details(response).GenerationTime, Sample.Details(response).GpuTime));
    }

    [Fact]
    public async Task When_the_socket_breaks_it_is_asked_instead()
    {
        await using var comfy = await new FakeComfyUI
        {
            DoneAtPoll = 3,
            Says = speaker =>
            {
                speaker.Socket.Abort();
                return Task.CompletedTask;
            },
        }.StartAsync();
        Assert.Single(Sample.Pictures(await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel)));
    }

    [Fact]
    public async Task An_older_server_ends_with_no_node_and_names_its_jobs_itself()
    {
        await using var comfy = await new FakeComfyUI
        {
            OwnId = "own",
            Says = async speaker =>
            {
                speaker.Finish();
                await speaker.SayAsync("executing", """{"node":null,"prompt_id":"$id"}""");
                await speaker.ListenAsync();
            },
            History = """{"outputs":{"9":{"images":[{"filename":"a.png"}]}}}""",
        }.StartAsync();
        var response = await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        Assert.Equal(("own", null), (Sample.Details(response).RequestId, Sample.Details(response).GpuTime));
        Assert.Contains(comfy.Provider.Requests, request => request.Target == "/view?filename=a.png&subfolder=&type=output");
    }

    [Theory]
    [InlineData("""{"9":{"images":[{"filename":"t.png","type":"temp"},{"filename":"o.png","type":"output"}]},"10":{"text":["x"]}}""", "o.png")]
    [InlineData("""{"9":{"images":[{"filename":"t.png","type":"temp"}]}}""", "t.png")]
    public async Task What_is_only_shown_on_the_way_is_not_the_picture(string outputs, string expected)
    {
        await using var comfy = await new FakeComfyUI { DoneAtPoll = 1, History = FakeComfyUI.Ended(outputs) }.StartAsync();
        await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel);
        Assert.StartsWith($"/view?filename={expected}&", Assert.Single(comfy.Provider.Requests, request => request.Path == "/view").Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reference_images_are_uploaded_and_named_in_the_workflow()
    {
        await using var comfy = await new FakeComfyUI { DoneAtPoll = 1 }.StartAsync();
        var workflow = Workflow.Replace("\"9\":", "\"8\": {\"class_type\":\"LoadImage\",\"inputs\":{\"image\":\"{{reference_image}}\"}}, \"9\":", StringComparison.Ordinal);
        var response = await Generator(comfy, workflow).GenerateAsync(Sample.WithReferences("a", Sample.Png(), Sample.Jpeg), null, Cancel);

        var hash = Convert.ToHexStringLower(SHA256.HashData(Sample.Png()));
        var upload = Assert.Single(comfy.Provider.Requests, request => request.Path == "/upload/image");
        Assert.Equal(
            [$"image|{hash}.png|image/png|{Sample.Base64()}", "type||text/plain|input", "subfolder||text/plain|vitrine", "overwrite||text/plain|true"], await upload.FormAsync());
        Assert.Equal("vitrine/kept.png", (string?)comfy.Provider.Requests.Single(request => request.Path == "/prompt").Json["prompt"]!["8"]!["inputs"]!["image"]);
        Assert.Equal(1, Sample.Details(response).ReferenceImages);
    }

    [Fact]
    public async Task What_the_workflow_will_not_have_is_said_node_by_node()
    {
        var error = await FailsAsync(new FakeComfyUI
        {
            Instead = request => request.Path != "/prompt" ? null : FakeAnswer.Json(400,
                """
                {"error":{"type":"prompt_outputs_failed_validation","message":"Prompt outputs failed validation","details":"","extra_info":{}},
                 "node_errors":{"4":{"errors":[{"type":"value_not_in_list","message":"Value not in list","details":"ckpt_name: 'x' not in []"}],"dependent_outputs":["9"],"class_type":"CheckpointLoaderSimple"}}}
                """),
        });
        Assert.Equal((GenerationFailures.InvalidRequest, false), (error.Reason, error.IsRetryable));
        Assert.Equal("Prompt outputs failed validation CheckpointLoaderSimple (node 4): Value not in list ckpt_name: 'x' not in [].", error.Message);
    }

    [Theory]
    [InlineData("""["execution_error",{"node_id":"3","node_type":"KSampler","exception_message":"CUDA out of memory\n","exception_type":"torch.OutOfMemoryError"}]""", "KSampler (node 3): CUDA out of memory")]
    [InlineData("""["execution_interrupted",{"node_id":"3"}]""", "The job was interrupted.")]
    [InlineData("""["execution_start",{}],7,["x"]""", "ComfyUI does not say why the job failed.")]
    public async Task A_job_that_failed_says_why(string messages, string words)
    {
        var error = await FailsAsync(new FakeComfyUI { DoneAtPoll = 2, History = $$$"""{"outputs":{},"status":{"status_str":"error","completed":false,"messages":[{{{messages}}}]}}""" });
        Assert.Equal((GenerationFailures.Failed, false, words), (error.Reason, error.IsRetryable, error.Message));
    }

    [Theory]
    [InlineData("""{"outputs":{},"status":{"status_str":"success"}}""")]
    [InlineData("""[{"outputs":7}]""")]
    public async Task A_job_without_a_picture_is_a_failure(string history) =>
        Assert.Equal(GenerationFailures.NoImage, (await FailsAsync(new FakeComfyUI { DoneAtPoll = 1, History = history })).Reason);

    [Fact]
    public async Task A_job_that_got_lost_is_a_failure()
    {
        var error = await FailsAsync(new FakeComfyUI { Queue = "nowhere" });
        Assert.Contains("neither in ComfyUI's queue", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_away_for_a_moment_is_asked_again_and_one_that_stays_away_is_a_failure()
    {
        var asked = 0;
        await using var comfy = await new FakeComfyUI { DoneAtPoll = 2, Instead = request => request.Path.StartsWith("/history", StringComparison.Ordinal) && ++asked < 5 ? FakeAnswer.Json(503, "") : null }
            .StartAsync();
        Assert.Single(Sample.Pictures(await Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel)));

        var error = await FailsAsync(new FakeComfyUI { Instead = request => request.Path.StartsWith("/history", StringComparison.Ordinal) ? FakeAnswer.Json(503, "") : null });
        // It may be at work on it, so it is not begun again.
        Assert.Equal((GenerationFailures.Unavailable, false), (error.Reason, error.IsRetryable));
    }

    [Fact]
    public async Task A_picture_that_was_made_and_cannot_be_had_is_not_made_again()
    {
        var error = await FailsAsync(new FakeComfyUI { DoneAtPoll = 1, Instead = request => request.Path == "/view" ? FakeAnswer.Json(500, "") : null });
        Assert.Equal((GenerationFailures.Unavailable, false), (error.Reason, error.IsRetryable));
    }

    [Theory]
    [InlineData("queue_pending", false)]
    [InlineData("queue_running", true)]
    public async Task Cancelling_ends_the_job_and_no_other(string queue, bool interrupts)
    {
        await using var comfy = await new FakeComfyUI { Queue = queue, Says = speaker => speaker.ListenAsync() }.StartAsync();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var generating = Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, caller.Token);
        var id = await comfy.Submitted.WaitAsync(Cancel);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);

        Sample.Equal($$"""{"delete":["{{id}}"]}""", Assert.Single(comfy.Provider.Requests, request => request is { Method: "POST", Path: "/queue" }).Json);
        var interrupt = comfy.Provider.Requests.SingleOrDefault(request => request.Path == "/interrupt");
        if (interrupts) Sample.Equal($$"""{"prompt_id":"{{id}}"}""", interrupt!.Json);
        else Assert.Null(interrupt);
    }

    [Theory]
    [InlineData("""{"nodes":[{"id":1,"type":"KSampler","widgets_values":["{{prompt}}"]}],"links":[]}""")]
    [InlineData("""{"6":{"class_type":"CLIPTextEncode","inputs":{"text":"always the same"}}}""")]
    [InlineData("nothing")]
    public void What_is_no_workflow_for_the_API_is_refused(string workflow)
    {
        using var http = new HttpClient();
        Assert.Throws<ArgumentException>(() => new ComfyUIImageGenerator(http, new ComfyUIOptions { Endpoint = ComfyUIOptions.DefaultEndpoint, Workflow = workflow }, clock));
    }

    private async Task<GenerationFailedException> FailsAsync(FakeComfyUI fake)
    {
        await using var comfy = await fake.StartAsync();
        return await Assert.ThrowsAsync<GenerationFailedException>(() => Generator(comfy).GenerateAsync(new ImageGenerationRequest("a"), null, Cancel));
    }

    private ComfyUIImageGenerator Generator(FakeComfyUI comfy, string workflow = Workflow) =>
        new(comfy.Provider.Http, new ComfyUIOptions { Endpoint = comfy.Provider.Address, Workflow = workflow }, clock);
}
