using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Generation;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Jobs;

/// <summary>Jobs that an app runs, and the calls that end them.</summary>
public sealed class CallbackTests
{
    private static readonly string Base64 = Convert.ToBase64String(SamplePictures.Pixel);

    private static readonly object Job = new
    {
        id = "job-1", user_id = 123456789, persona_id = "p-1", provider = "runpod", prompt = "A cup", negative_prompt = "people", model = "sdxl",
        ext = new { is_auto_followup = true, chat_id = "chat-1" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_in_base64_becomes_an_image_with_everything_that_is_known_of_its_job()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.CreateAsync(Job);
        Assert.Equal(("job-1", "queued", "123456789", "scheduler"), Of(created.GetProperty("job"), "id", "status", "user_id", "source"));
        Assert.StartsWith(server.Server.Address.AbsoluteUri + "image/callback?", created.Text("callback_url"));
        Assert.Equal(0, await server.CountImagesAsync());
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(JobServer.PathOf(created), new
        {
            job_id = "job-1", status = "succeeded", image = "data:image/png;base64," + Base64, generation_time = 3.5, model = "sdxl-turbo", loras = new[] { "ink" }, meta = new { seed = 7 },
        }));
        var job = await server.EndedAsync("job-1", "succeeded");
        Assert.Equal("job-1", job.Text("image_id"));
        var image = await server.GetAsync("/api/v1/images/job-1");
        Assert.Equal(("123456789", "p-1", "A cup", "scheduler"), Of(image, "user_id", "persona_id", "prompt", "source"));
        Assert.Equal(("people", "sdxl-turbo", "png", "1x1"), Of(image, "negative_prompt", "model", "format", "resolution"));
        Assert.Equal(3.5, image.GetProperty("generation_time").GetDouble());
        var meta = image.GetProperty("meta");
        Assert.Equal(("chat-1", "job-1", true, true), (meta.Text("chat_id"), meta.Text("job_id"), meta.GetProperty("is_auto_followup").GetBoolean(), meta.GetProperty("cloudflare_upload_success").GetBoolean()));
        Assert.Equal(7, meta.GetProperty("seed").GetInt32());
        Assert.Equal(job.Text("image_url"), image.Text("image_url"));
        using var picture = await server.Server.Anonymous.GetAsync(new Uri(image.Text("image_url")!), Cancel);
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
    }

    [Fact]
    public async Task A_picture_can_come_as_a_file()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.CreateAsync(new { prompt = "A cup" });
        using var form = new MultipartFormDataContent { { new StringContent("2.5"), "generation_time" }, { new StringContent("""{"chat_id":"c-1"}"""), "meta" } };
        using var file = new ByteArrayContent(SamplePictures.Pixel);
        form.Add(file, "image", "cup.png");
        // The secret may be in a header as well, out of every address.
        form.Headers.Add("X-Callback-Secret", created.Text("callback_secret"));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync("/image/callback", form));
        var id = created.GetProperty("job").Text("id")!;
        await server.EndedAsync(id, "succeeded");
        var image = await server.GetAsync($"/api/v1/images/{id}");
        Assert.Equal((2.5, "c-1"), (image.GetProperty("generation_time").GetDouble(), image.GetProperty("meta").Text("chat_id")));
    }

    [Fact]
    public async Task A_picture_is_fetched_from_the_address_that_RunPod_names()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(SamplePictures.Pixel));
        await using var server = await JobServer.StartAsync(("Fetch:Hosts", host.Name));
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        var body = new { id = "rp-1", status = "COMPLETED", delayTime = 1000, executionTime = 2500, output = new { images = new[] { new { filename = "a.png", type = "s3_url", data = host.At("/a.png") } } } };
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, body));
        var job = await server.EndedAsync("job-1", "succeeded");
        Assert.StartsWith(server.Server.Address.AbsoluteUri + "pictures/", job.Text("image_url"));
        Assert.Equal(3.5, (await server.GetAsync("/api/v1/images/job-1")).GetProperty("generation_time").GetDouble());
    }

    [Fact]
    public async Task A_picture_that_cannot_be_had_keeps_its_own_address_after_some_attempts()
    {
        await using var host = new PictureHost(_ => PictureHost.Answer(503, []));
        await using var server = await JobServer.StartAsync(("Fetch:Hosts", host.Name));
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image_url = host.At("/a.png") }));
        // The next attempt waits for the clock; an attempt under way has thirty seconds of it.
        var looks = 0;
        await server.EndedAsync("job-1", "succeeded", () => server.Clock.Advance(++looks % 20 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
        var image = await server.GetAsync("/api/v1/images/job-1");
        Assert.Equal(host.At("/a.png").AbsoluteUri, image.Text("image_url"));
        Assert.False(image.GetProperty("meta").GetProperty("cloudflare_upload_success").GetBoolean());
        Assert.Equal(6, host.Requests.Count);
    }

    [Fact]
    public async Task An_address_inside_is_never_asked()
    {
        await using var host = new PictureHost(_ => PictureHost.Ok(SamplePictures.Pixel));
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image_url = host.At("/a.png") }));
        await server.EndedAsync("job-1", "succeeded");
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task Fifty_callbacks_at_once_are_one_image()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(index => server.CallBackAsync(path, new { status = "succeeded", image = Base64, meta = new { index } })));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        await server.EndedAsync("job-1", "succeeded");
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { status = "succeeded", image = Base64 }));
        Assert.Equal(1, await server.CountImagesAsync());
        var index = (IPictureIndex)await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var owner = new PictureOwner(PictureOwnerKind.Image, "job-1");
        Assert.Single((await index.FindPicturesOfAsync([owner], Cancel))[owner]);
    }

    [Fact]
    public async Task After_the_end_nothing_changes_and_before_it_news_are_taken()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        await server.CallBackAsync(path, new { status = "running" });
        Assert.Equal("running", (await server.GetAsync("/api/v1/jobs/job-1")).Text("status"));
        await server.CallBackAsync(path, new { status = "succeeded", image = Base64 });
        await server.EndedAsync("job-1", "succeeded");
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { status = "failed", error = "Too late." }));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { status = "running" }));
        Assert.Equal("succeeded", (await server.GetAsync("/api/v1/jobs/job-1")).Text("status"));
        Assert.Equal(1, await server.CountImagesAsync());
    }

    [Fact]
    public async Task A_failure_is_a_fact_and_a_picture_that_comes_after_it_another()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        await server.CallBackAsync(path, new { id = "rp-1", status = "FAILED", error = "CUDA out of memory." });
        Assert.Equal("worker_failed", (await server.EndedAsync("job-1", "failed")).Text("error"));
        var failed = await server.GetAsync("/api/v1/images/job-1");
        Assert.Equal(("failed", "worker_failed: CUDA out of memory."), (failed.Text("status"), failed.Text("error")));
        await server.CallBackAsync(path, new { image = Base64 });
        var job = await server.EndedAsync("job-1", "succeeded");
        Assert.NotEqual("job-1", job.Text("image_id"));
        var late = await server.GetAsync($"/api/v1/images/{job.Text("image_id")}");
        Assert.Equal(("succeeded", "job-1", true), (late.Text("status"), late.GetProperty("meta").Text("job_id"), late.GetProperty("meta").GetProperty("late").GetBoolean()));
        Assert.Equal(2, await server.CountImagesAsync());
    }

    [Fact]
    public async Task What_is_no_picture_is_a_failure()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        await server.CallBackAsync(path, new { image = Convert.ToBase64String("<html>"u8) });
        Assert.Equal("no_image", (await server.EndedAsync("job-1", "failed")).Text("error"));
    }

    [Fact]
    public async Task A_job_without_news_times_out_and_its_late_picture_arrives_all_the_same()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(new { id = "job-1", prompt = "A cup", timeout = 600 }));
        _ = await server.CreateAsync(new { id = "job-2", prompt = "A cup" });
        server.Clock.Advance(TimeSpan.FromSeconds(500));
        await server.CallBackAsync(path, new { status = "running" });
        server.Clock.Advance(TimeSpan.FromSeconds(500));
        Assert.Equal("running", (await server.GetAsync("/api/v1/jobs/job-1")).Text("status"));
        server.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("timed_out", (await server.EndedAsync("job-1", "failed")).Text("error"));
        Assert.Equal("failed", (await server.GetAsync("/api/v1/images/job-1")).Text("status"));
        Assert.Equal("queued", (await server.GetAsync("/api/v1/jobs/job-2")).Text("status"));
        await server.CallBackAsync(path, new { image = Base64 });
        await server.EndedAsync("job-1", "succeeded");
        Assert.Equal(2, await server.CountImagesAsync());
    }

    [Fact]
    public async Task A_picture_of_a_cancelled_job_is_not_lost()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        Assert.Equal("cancelled", (await server.Server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs/job-1/cancel")).Text("status"));
        Assert.Equal(0, await server.CountImagesAsync());
        await server.CallBackAsync(path, new { image = Base64 });
        Assert.Equal("job-1", (await server.EndedAsync("job-1", "succeeded")).Text("image_id"));
    }

    [Fact]
    public async Task What_was_said_before_the_end_of_a_process_is_worked_on_by_the_next()
    {
        var folder = RunningServer.NewFolder();
        var asked = new TaskCompletionSource();
        await using var silent = new PictureHost(async (_, _, stop) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        });
        await using (var server = await JobServer.StartAsync(folder, keepsFolder: true, ("Fetch:Hosts", silent.Name)))
        {
            var path = JobServer.PathOf(await server.CreateAsync(Job));
            Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image_url = silent.At("/a.png") }));
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
            var other = JobServer.PathOf(await server.CreateAsync(new { id = "job-2", prompt = "A cup" }));
            Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(other, new { image_url = silent.At("/b.png") }));
        }
        // That host is not to be asked any more; its address is what is left.
        await using var next = await JobServer.StartAsync(folder, keepsFolder: false);
        await next.EndedAsync("job-1", "succeeded");
        await next.EndedAsync("job-2", "succeeded");
        Assert.Equal(2, await next.CountImagesAsync());
    }

    [Fact]
    public async Task Only_the_jobs_own_secret_opens_it_and_only_for_a_time()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.CreateAsync(Job);
        var other = await server.CreateAsync(new { id = "job-2", prompt = "A cup", expires_in = 60 });
        var (secret, otherSecret) = (created.Text("callback_secret"), other.Text("callback_secret"));
        Assert.NotEqual(secret, otherSecret);
        var wrong = new[]
        {
            "/image/callback", "/image/callback?job_id=job-1", "/image/callback?job_id=job-1&secret=", $"/image/callback?job_id=job-1&secret={otherSecret}", $"/image/callback?job_id=nobody&secret={secret}",
            $"/image/callback?project=nobody&job_id=job-1&secret={secret}", $"/image/callback?job_id=job-1&secret={secret}x", $"/image/callback?job_id=job-1&secret={new string('x', 5000)}",
            $"/image/callback?job_id=job-1&secret={secret}&secret={secret}",
        };
        foreach (var path in wrong)
        {
            using var response = await server.Server.Anonymous.SendAsync(HttpMethod.Post, path, null, JsonSerializer.Serialize(new { image = Base64 }));
            Assert.Equal("There is no job that this secret opens.", (await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found")).Detail);
        }
        server.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.NotFound, await server.CallBackAsync(JobServer.PathOf(other), new { image = Base64 }));
        server.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(HttpStatusCode.NotFound, await server.CallBackAsync(JobServer.PathOf(created), new { image = Base64 }));
        // Only the failures of the two that timed out.
        Assert.All((await server.GetAsync("/api/v1/images")).GetProperty("images").EnumerateArray(), image => Assert.Equal("failed", image.Text("status")));
    }

    [Theory]
    [InlineData("[]", "invalid_body", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("{}", "missing_field", "status")]
    [InlineData("""{"status":"perhaps"}""", "invalid_value", "status")]
    [InlineData("""{"status":"succeeded"}""", "missing_field", "image_url")]
    [InlineData("""{"image":"%%"}""", "invalid_value", "image")]
    [InlineData("""{"image_url":"file:///etc/passwd"}""", "invalid_value", "image_url")]
    [InlineData("""{"error":7}""", "wrong_type", "error")]
    [InlineData("""{"error":"x","generation_time":-1}""", "out_of_range", "generation_time")]
    [InlineData("""{"error":"x","meta":[]}""", "wrong_type", "meta")]
    public async Task What_cannot_be_read_is_refused_and_the_job_goes_on(string body, string code, string? field)
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        using var response = await server.Server.Anonymous.SendAsync(HttpMethod.Post, path, null, body);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
        Assert.Equal("queued", (await server.GetAsync("/api/v1/jobs/job-1")).Text("status"));
    }

    [Theory]
    [InlineData("""{"image":"IMAGE","prompt":"a\u0000b"}""", "invalid_text", "prompt")]
    [InlineData("""{"image":"IMAGE","negative_prompt":"a\ud800b"}""", "invalid_text", "negative_prompt")]
    [InlineData("""{"image":"IMAGE","meta":{"\ud800":1}}""", "invalid_text", "meta")]
    [InlineData("""{"image":"IMAGE","meta":{"a":"\u0000"}}""", "invalid_text", "meta")]
    [InlineData("""{"image":"IMAGE","loras":["\udc00"]}""", "invalid_text", "loras")]
    [InlineData("""{"image_url":"https://example.org/LONG"}""", "too_long", "image_url")]
    public async Task What_no_fact_could_hold_is_said_to_the_worker(string body, string code, string field)
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        body = body.Replace("IMAGE", Base64).Replace("LONG", new string('ä', 7000));
        using var response = await server.Server.Anonymous.SendAsync(HttpMethod.Post, path, null, body);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
        Assert.Equal("queued", (await server.GetAsync("/api/v1/jobs/job-1")).Text("status"));
    }

    [Fact]
    public async Task Notes_in_any_script_take_as_much_room_as_they_have_bytes()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        var (text, emoji) = (new string('語', 10_000), string.Concat(Enumerable.Repeat("\U0001F98A", 3_000)));
        using (var response = await server.Server.Anonymous.SendAsync(HttpMethod.Post, path, null, $$$"""{"image":"{{{Base64}}}","meta":{"text":"{{{text}}}","emoji":"{{{emoji}}}"}}"""))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await server.EndedAsync("job-1", "succeeded");
        var meta = (await server.GetAsync("/api/v1/images/job-1")).GetProperty("meta");
        Assert.Equal((text, emoji), (meta.Text("text"), meta.Text("emoji")));
    }

    [Fact]
    public async Task A_fact_that_is_refused_all_the_same_is_stored_without_what_was_said()
    {
        await using var server = await JobServer.StartAsync();
        var jobs = (IJobStore)await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        await jobs.PutJobAsync(
            new ImageJob
            {
                Id = "job-1", Status = JobStatus.Succeeded, ImageId = "job-1", IsOfApp = true, Prompt = "A cup", CreatedAt = FactTime.From(Some.Noon), UpdatedAt = FactTime.From(Some.Noon),
                PendingFact = """{"kind":"image","id":"job-1","prompt":"a\u0000b","status":"succeeded","loras":["\u0000"],"meta":{"job_id":"job-1","is_auto_followup":true,"a":"\u0000"}}""",
            }, Cancel);
        server.Server.Services.GetRequiredService<GenerationOutbox>().Wake();
        Assert.Null((await server.EndedAsync("job-1", "succeeded")).Text("error"));
        var image = await server.GetAsync("/api/v1/images/job-1");
        Assert.Equal(("A cup", "scheduler", "job-1"), (image.Text("prompt"), image.Text("source"), image.GetProperty("meta").Text("job_id")));
    }

    [Fact]
    public async Task A_job_that_ends_otherwise_while_its_picture_is_fetched_loses_no_picture()
    {
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = new PictureHost(async (_, stream, stop) =>
        {
            asked.TrySetResult();
            await answer.Task.WaitAsync(stop);
            await stream.WriteAsync(PictureHost.Ok(SamplePictures.Pixel), stop);
        });
        await using var server = await JobServer.StartAsync(("Fetch:Hosts", host.Name));
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image_url = host.At("/a.png") }));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        var store = await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        Assert.True(await server.Server.Services.GetRequiredService<JobEnds>().FailAsync("default", (IJobStore)store, "job-1", "timed_out", "Nothing.", null, Cancel));
        server.Server.Services.GetRequiredService<GenerationOutbox>().Wake();
        answer.SetResult();
        // A fetch has thirty seconds of the clock.
        var looks = 0;
        var job = await server.EndedAsync("job-1", "succeeded", () => server.Clock.Advance(++looks % 20 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero));
        Assert.NotEqual("job-1", job.Text("image_id"));
        Assert.Equal(2, await server.CountImagesAsync());
        // The failure shows none.
        var (failure, late) = (new PictureOwner(PictureOwnerKind.Image, "job-1"), new PictureOwner(PictureOwnerKind.Image, job.Text("image_id")!));
        var pictures = await ((IPictureIndex)store).FindPicturesOfAsync([failure, late], Cancel);
        Assert.Equal((0, 1), (pictures[failure].Count(), pictures[late].Count()));
    }

    [Fact]
    public async Task Slow_pictures_of_one_project_keep_no_other_waiting()
    {
        await using var silent = new PictureHost((_, _, stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop));
        await using var server = await JobServer.StartAsync(("Fetch:Hosts", silent.Name));
        using var local = server.Server.Local();
        await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"shop","name":"Shop"}""");
        for (var number = 0; number < 60; number++)
            Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(JobServer.PathOf(await server.CreateAsync(new { id = $"slow-{number}", prompt = "A cup" })), new { image_url = silent.At($"/{number}.png") }));
        var key = await server.Server.NewKeyAsync(Core.Control.KeyKind.Server, "shop");
        using var http = new HttpClient { BaseAddress = server.Server.Address };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        var created = await http.JsonAsync(HttpMethod.Post, "/api/v1/jobs", null, """{"id":"quick","prompt":"A cup"}""");
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(JobServer.PathOf(created), new { error = "No." }));
        var jobs = (IJobStore)await server.Server.Services.GetRequiredService<IProjectStores>().GetAsync("shop", Cancel);
        for (var looks = 0; (await jobs.FindJobAsync("quick", Cancel))!.Status != JobStatus.Failed; looks++)
        {
            Assert.True(looks < 100_000, "It waits still.");
            if (looks % 50 == 49) server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.InRange(silent.Requests.Count, 0, 30);
    }

    [Fact]
    public async Task One_who_sends_slowly_keeps_the_turn_from_nobody_for_long()
    {
        await using var server = await JobServer.StartAsync(("Jobs:CallbackConcurrency", "1"));
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        Assert.Equal(408, await SlowlyAsync(server, path, ""));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image = Base64 }));
        Assert.Equal(408, await SlowlyAsync(server, "/ai/generate", $"Authorization: Bearer {server.Server.Key}\r\n"));
    }

    private static async Task<int> SlowlyAsync(JobServer server, string path, string headers)
    {
        using var raw = await RawHttp.ConnectAsync(server.Server);
        await raw.SendAsync($"POST {path} HTTP/1.1\r\nHost: {server.Server.Address.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{");
        var answer = raw.ReadToEndAsync();
        for (var looks = 0; !answer.IsCompleted && looks < 100_000; looks++)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), Cancel);
        }
        return RawHttp.StatusOf(await answer);
    }

    [Fact]
    public async Task More_than_thirty_megabytes_are_not_taken()
    {
        await using var server = await JobServer.StartAsync();
        var path = JobServer.PathOf(await server.CreateAsync(Job));
        using var body = new ByteArrayContent(new byte[(30 * 1024 * 1024) + 1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = body };
        request.Headers.ExpectContinue = true;
        using var response = await server.Server.Anonymous.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private static (string?, string?, string?, string?) Of(JsonElement json, string one, string two, string three, string four) =>
        (json.Text(one), json.Text(two), json.Text(three), json.Text(four));
}
