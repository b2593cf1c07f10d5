using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Jobs;

/// <summary>RunPod's call for a job that the server itself gave it.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private readonly WebApplication runPod = NewServer();
    private readonly TaskCompletionSource<string?> webhook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string input = Path.GetTempFileName();
    private volatile string status = """{"id":"rp-1","status":"IN_PROGRESS"}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(input, """{"prompt":"{{prompt}}"}""", Cancel);
        runPod.MapPost("/ep/run", async (HttpContext context) =>
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            webhook.TrySetResult(body.RootElement.TryGetProperty("webhook", out var address) ? address.GetString() : null);
            return Results.Text("""{"id":"rp-1","status":"IN_QUEUE"}""", "application/json");
        });
        runPod.MapGet("/ep/status/rp-1", () => Results.Text(status, "application/json"));
        runPod.MapPost("/ep/cancel/rp-1", () => Results.Text("{}", "application/json"));
        await runPod.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await runPod.DisposeAsync();
        File.Delete(input);
    }

    [Fact]
    public async Task It_wakes_the_one_who_waits_who_asks_RunPod_what_is_true()
    {
        await using var server = await JobServer.StartAsync(Options(("Generation:PublicUrl", "https://vitrine.example")));
        var id = (await server.Server.BeginAsync(server.Server.Client, new { prompt = "A cup" })).Text("id")!;
        var address = new Uri((await webhook.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel))!);
        Assert.Equal(("vitrine.example", "/image/callback"), (address.Host, address.AbsolutePath));
        await server.Server.EventuallyAsync($"/api/v1/jobs/{id}", job => job.Text("provider_job_id") == "rp-1");
        status = Completed();
        // What the call itself says is not believed.
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(address.PathAndQuery, new { id = "rp-1", status = "FAILED", error = "A lie." }));
        var job = await server.Server.EndOfAsync(id);
        Assert.Equal("succeeded", job.Text("status"));
        Assert.StartsWith("https://vitrine.example/pictures/", job.Text("image_url"));
    }

    [Fact]
    public async Task Without_a_public_address_there_is_no_webhook()
    {
        await using var server = await JobServer.StartAsync(Options());
        _ = await server.Server.BeginAsync(server.Server.Client, new { prompt = "A cup" });
        Assert.Null(await webhook.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_that_a_killed_process_was_waiting_for_is_not_lost(bool isTrue)
    {
        var folder = RunningServer.NewFolder();
        var began = FactTime.From(Some.Noon.AddMinutes(-5));
        await using (var store = await SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: Cancel))
        {
            await store.PutJobAsync(
                new ImageJob
                {
                    Id = "j-1", Status = JobStatus.Running, Provider = "runpod", Prompt = "A cup", ProviderJobId = "rp-1", CallbackHash = CallbackSecrets.HashOf("vtj_known"),
                    CallbackExpiresAt = began + FactTime.MicrosecondsPerDay, CreatedAt = began, UpdatedAt = began,
                }, Cancel);
        }
        await using var server = await JobServer.StartAsync(folder, keepsFolder: false, Options(("Generation:PublicUrl", "https://vitrine.example")));
        Assert.Equal("interrupted", (await server.EndedAsync("j-1", "failed")).Text("error"));
        status = isTrue ? Completed() : """{"id":"rp-1","status":"FAILED","error":"Out of memory."}""";
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync("/image/callback?job_id=j-1&secret=vtj_known", JsonDocument.Parse(Completed()).RootElement));
        if (isTrue)
        {
            var job = await server.EndedAsync("j-1", "succeeded");
            Assert.NotEqual("j-1", job.Text("image_id"));
            Assert.Equal(2, await server.CountImagesAsync());
            return;
        }
        // Once it was worked on, there is nothing but the failure.
        await server.WorkedOffAsync();
        Assert.Equal("failed", (await server.GetAsync("/api/v1/jobs/j-1")).Text("status"));
        Assert.Equal(1, await server.CountImagesAsync());
    }

    [Fact]
    public async Task A_late_picture_has_what_RunPod_says_of_it()
    {
        var folder = RunningServer.NewFolder();
        var began = FactTime.From(Some.Noon.AddMinutes(-5));
        await using (var store = await SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: Cancel))
        {
            await store.PutJobAsync(
                new ImageJob
                {
                    Id = "j-1", Status = JobStatus.Failed, Error = "timed_out", ImageId = "j-1", Provider = "runpod", Model = "sdxl", Prompt = "A cup", ProviderJobId = "rp-1",
                    CallbackHash = CallbackSecrets.HashOf("vtj_known"), CallbackExpiresAt = began + FactTime.MicrosecondsPerDay, CreatedAt = began, UpdatedAt = began,
                }, Cancel);
        }
        await using var server = await JobServer.StartAsync(folder, keepsFolder: false, Options(("Pricing:RunPodGpuSecond", "0.0005")));
        status = Completed();
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync("/image/callback?job_id=j-1&secret=vtj_known", JsonDocument.Parse(Completed()).RootElement));
        var job = await server.EndedAsync("j-1", "succeeded");
        var image = await server.GetAsync($"/api/v1/images/{job.Text("image_id")}");
        Assert.Equal((3, 2, 0.001m), (image.GetProperty("generation_time").GetDouble(), image.GetProperty("gpu_time").GetDouble(), image.GetProperty("cost").GetDecimal()));
        Assert.Equal("sdxl", image.Text("model"));
    }

    private (string Key, string Value)[] Options(params (string Key, string Value)[] more) =>
    [
        ("RunPod:ApiKey", "the-key"), ("RunPod:EndpointId", "ep"), ("RunPod:InputFile", input), ("RunPod:Endpoint", runPod.Urls.Single()), ("Generation:DefaultProvider", "runpod"), .. more,
    ];

    private static string Completed() =>
        $$$"""{"id":"rp-1","status":"COMPLETED","delayTime":1000,"executionTime":2000,"output":{"images":[{"filename":"a.png","type":"base64","data":"{{{Convert.ToBase64String(SamplePictures.Pixel)}}}"}]}}""";

    private static WebApplication NewServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
