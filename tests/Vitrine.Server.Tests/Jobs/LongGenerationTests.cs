using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Jobs;

/// <summary>Images whose caller does not wait.</summary>
public sealed class LongGenerationTests
{
    // So short that the time in which a job ends by itself is never reached.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_would_not_wait_is_answered_with_the_job_and_the_image_is_made_all_the_same()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var job = await server.BeginAsync(server.Client, new { prompt = "A cup", user_id = "anna", ext = new { is_auto_followup = true } });
        Assert.Equal(("running", "A cup", "anna", "scheduler"), (job.Text("status"), job.Text("prompt"), job.Text("user_id"), job.Text("source")));
        slow.Finish();
        var ended = await server.EndOfAsync(job.Text("id")!);
        Assert.Equal(("succeeded", job.Text("id"), true), (ended.Text("status"), ended.Text("image_id"), ended.GetProperty("fact_is_stored").GetBoolean()));
        using var picture = await server.Anonymous.GetAsync(new Uri(ended.Text("image_url")!), Cancel);
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.EndsWith("?size=256", ended.Text("thumbnail_url"));
        var image = await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/images/{job.Text("id")}");
        Assert.Equal((ended.Text("image_url"), "scheduler"), (image.Text("image_url"), image.Text("source")));
    }

    [Fact]
    public async Task Progress_comes_as_events_also_to_those_who_come_late_and_ends_with_the_job()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await slow.ReportAsync(new GenerationProgress(GenerationStage.Queued, JobId: "theirs-1"));
        await using var early = await EventStream.OpenAsync(server, id);
        Assert.Equal(("progress", "queued"), await early.NextStageAsync());
        await slow.ReportAsync(new GenerationProgress(GenerationStage.Running, 3, 20, "theirs-1"));
        var (name, data, number) = await early.NextAsync();
        Assert.Equal(("progress", 3, 20), (name, data.GetProperty("value").GetInt32(), data.GetProperty("max").GetInt32()));
        var shown = await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/jobs/{id}");
        Assert.Equal((3, 20), (shown.GetProperty("progress").GetProperty("value").GetInt32(), shown.GetProperty("progress").GetProperty("max").GetInt32()));

        // One who comes late hears how far it is; one who comes again with the number of the last event hears only what is new.
        await using var late = await EventStream.OpenAsync(server, id);
        Assert.Equal(number, (await late.NextAsync()).Id);
        await using var again = await EventStream.OpenAsync(server, id, number);
        slow.Finish();
        foreach (var stream in (EventStream[])[early, late, again])
        {
            var (last, job, _) = await stream.NextAsync();
            Assert.Equal(("job", "succeeded", "theirs-1"), (last, job.Text("status"), job.Text("provider_job_id")));
            Assert.NotNull(job.Text("image_url"));
            Assert.True(await stream.IsAtEndAsync());
        }
        await using var after = await EventStream.OpenAsync(server, id);
        Assert.Equal("job", (await after.NextAsync()).Name);
        Assert.True(await after.IsAtEndAsync());
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_is_still_there()
    {
        var clock = new ManualClock();
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow, clock);
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await using var stream = await EventStream.OpenAsync(server, id);
        _ = await stream.NextAsync();
        Assert.True(await stream.HearsAsync(": here", () => clock.Advance(TimeSpan.FromSeconds(15))));
        slow.Finish();
        Assert.Equal("job", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task A_stream_ends_after_some_minutes_so_that_its_client_shows_its_credentials_again()
    {
        await using var jobs = await JobServer.StartAsync(("Jobs:StreamMinutes", "1"), ("Jobs:TimeoutMinutes", "10080"));
        await jobs.CreateAsync(new { id = "job-1", prompt = "A cup" });
        await using var stream = await EventStream.OpenAsync(jobs.Server, "job-1");
        var (_, _, number) = await stream.NextAsync();
        Assert.False(await stream.HearsAsync("event: job", () => jobs.Clock.Advance(Moment)));
        await using var again = await EventStream.OpenAsync(jobs.Server, "job-1", number);
        _ = await jobs.Server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs/job-1/cancel");
        Assert.Equal("job", (await again.NextAsync()).Name);
    }

    [Fact]
    public async Task A_stream_of_a_job_that_is_gone_ends_though_nothing_tells_of_it()
    {
        await using var jobs = await JobServer.StartAsync(("Jobs:StreamMinutes", "1440"), ("Jobs:TimeoutMinutes", "10080"));
        await jobs.CreateAsync(new { id = "job-1", prompt = "A cup" });
        await using var stream = await EventStream.OpenAsync(jobs.Server, "job-1");
        _ = await stream.NextAsync();
        await (await jobs.Server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel)).ResetAsync(Cancel);
        Assert.False(await stream.HearsAsync("event: job", () => jobs.Clock.Advance(Moment)));
    }

    [Fact]
    public async Task A_cancelled_job_ends_at_its_provider_and_leaves_no_image()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await using var stream = await EventStream.OpenAsync(server, id);
        _ = await stream.NextAsync();
        await slow.Asked;
        var cancelled = await server.Client.JsonAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/cancel");
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.True(slow.WasCancelled);
        Assert.Equal("cancelled", (await stream.NextAsync()).Data.Text("status"));
        await server.Client.ProblemAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/cancel", null, null, HttpStatusCode.Conflict, "job_state");
        Assert.Equal(0, (await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/images")).GetProperty("total").GetInt32());
        await server.Client.ProblemAsync(HttpMethod.Post, "/api/v1/jobs/nobody/cancel", null, null, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task One_who_waits_is_told_that_the_image_was_cancelled()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var waiting = server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel);
        await slow.Asked;
        var id = Assert.Single((await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/jobs")).GetProperty("jobs").EnumerateArray()).Text("id");
        _ = await server.Client.JsonAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/cancel");
        using var answer = await waiting;
        await ProblemBody.AssertAsync(answer, HttpStatusCode.Conflict, "generation_cancelled");
    }

    [Fact]
    public async Task A_job_is_made_once_more_with_the_reference_images_that_came_along()
    {
        var generator = FakeGenerator.Failing(new GenerationFailedException(GenerationFailures.Unavailable, "Down."));
        await using var server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder())));
        var body = new { prompt = "A cup", negative_prompt = "people", seed = 7, user_id = "anna", reference_images = new[] { Convert.ToBase64String(SamplePictures.Pixel) }, ext = new { chat_id = "c-1" } };
        var id = (await server.BeginAsync(server.Client, body)).Text("id")!;
        var failed = await server.EndOfAsync(id);
        Assert.Equal(("failed", "provider_unavailable"), (failed.Text("status"), failed.Text("error")));
        var again = await server.BeginAsync(server.Client, null, $"/api/v1/jobs/{id}/retry");
        Assert.NotEqual(id, again.Text("id"));
        Assert.Equal(("A cup", "anna", "c-1"), (again.Text("prompt"), again.Text("user_id"), again.GetProperty("ext").Text("chat_id")));
        await server.EndOfAsync(again.Text("id")!);
        var (request, options) = generator.Asked[^1];
        Assert.Equal((2, 7L, "people"), (generator.Asked.Count, options!.AdditionalProperties![ImageProperties.Seed], options.AdditionalProperties[ImageProperties.NegativePrompt]));
        Assert.Equal(SamplePictures.Pixel, ((DataContent)Assert.Single(request.OriginalImages!)).Data.ToArray());
    }

    [Fact]
    public async Task A_job_that_goes_on_is_not_made_again()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await server.Client.ProblemAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/retry", null, null, HttpStatusCode.Conflict, "job_state");
        slow.Finish();
    }

    [Fact]
    public async Task What_goes_on_in_the_background_takes_its_turn()
    {
        var slow = new SlowGenerator();
        await using var server = await RunningServer.StartAsync(slow.Generator.In(RunningServer.Launch(RunningServer.NewFolder(), ("Generation:MaxRequests", "1"))));
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        using (var second = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel))
            await ProblemBody.AssertAsync(second, HttpStatusCode.ServiceUnavailable, "unavailable");
        slow.Finish();
        await server.EndOfAsync(id);
        using var third = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup" }, Cancel);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task What_the_servers_end_cut_off_is_written_down_before_it_ends()
    {
        var slow = new SlowGenerator();
        var folder = RunningServer.NewFolder();
        string id;
        await using (var server = await RunningServer.StartAsync(slow.Generator.In(RunningServer.Launch(folder)), keepsFolder: true))
        {
            id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
            await slow.Asked;
            await server.StopAsync();
        }
        await using var next = await StartAsync(new SlowGenerator(), folder: folder);
        var job = await next.EndOfAsync(id);
        Assert.Equal(("failed", "interrupted"), (job.Text("status"), job.Text("error")));
        Assert.Equal("failed", (await next.EventuallyAsync($"/api/v1/images/{id}", _ => true)).Text("status"));
    }

    [Fact]
    public async Task What_a_killed_process_was_making_has_failed_at_the_next_start_and_is_a_fact()
    {
        var folder = RunningServer.NewFolder();
        await using (var before = await Storage.SqliteFactStore.OpenAsync(Path.Combine(folder, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: Cancel))
            await before.PutJobAsync(new ImageJob { Id = "j-1", Status = JobStatus.Running, UserId = "anna", Prompt = "A cup", CreatedAt = 1_700_000_000_000_000, UpdatedAt = 1_700_000_000_000_000 }, Cancel);
        await using var next = await StartAsync(new SlowGenerator(), folder: folder);
        var job = await next.EndOfAsync("j-1");
        Assert.Equal(("failed", "interrupted"), (job.Text("status"), job.Text("error")));
        var image = await next.EventuallyAsync("/api/v1/images/j-1", _ => true);
        Assert.Equal(("failed", "anna", "A cup"), (image.Text("status"), image.Text("user_id"), image.Text("prompt")));
    }

    [Fact]
    public async Task An_app_key_sees_and_ends_the_jobs_of_its_end_user_alone()
    {
        var slow = new SlowGenerator();
        await using var server = await StartAsync(slow);
        var key = await server.NewKeyAsync(KeyKind.App);
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup", user_id = "anna" })).Text("id")!;
        foreach (var (method, path) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/events"), (HttpMethod.Post, "/cancel"), (HttpMethod.Post, "/retry") })
            Assert.Equal(404, await server.Anonymous.StatusAsync(method, $"/api/v1/jobs/{id}{path}", key, endUser: "bob"));
        Assert.Equal(200, await server.Anonymous.StatusAsync(HttpMethod.Post, $"/api/v1/jobs/{id}/cancel", key, endUser: "anna"));
    }

    private static Task<RunningServer> StartAsync(SlowGenerator slow, TimeProvider? clock = null, string? folder = null)
    {
        var launch = RunningServer.Launch(folder ?? RunningServer.NewFolder());
        return RunningServer.StartAsync(slow.Generator.In(clock is null ? launch : launch with { Clock = clock }));
    }
}
