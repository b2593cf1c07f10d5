using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Jobs;

/// <summary>What an app tells of its jobs.</summary>
public sealed class AppJobTests
{
    [Fact]
    public async Task The_same_id_again_is_the_same_job_with_the_same_callback()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.CreateAsync(new { id = "job-1", prompt = "A cup" });
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        var again = await server.Server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs", null, """{"id":"job-1","prompt":"Another"}""");
        Assert.Equal((created.GetRawText(), "A cup"), (again.GetRawText(), again.GetProperty("job").Text("prompt")));
        Assert.Single((await server.GetAsync("/api/v1/jobs")).GetProperty("jobs").EnumerateArray());
        // No answer but this one has the secret, nor its hash.
        Assert.DoesNotContain(created.Text("callback_secret")!, (await server.GetAsync("/api/v1/jobs/job-1")).GetRawText());
        // Of a job that is over there is none.
        await server.CallBackAsync(JobServer.PathOf(created), new { image = Convert.ToBase64String(SamplePictures.Pixel) });
        await server.EndedAsync("job-1", "succeeded");
        var over = await server.Server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs", null, """{"id":"job-1"}""");
        Assert.False(over.TryGetProperty("callback_secret", out _));
    }

    [Fact]
    public async Task A_job_begins_and_learns_more_until_it_ends()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.CreateAsync(new { id = "job-1", prompt = "A cup", ext = new { chat_id = "c-1", n = 1 } });
        await using var events = await EventStream.OpenAsync(server.Server, "job-1");
        Assert.Equal(("progress", "queued"), await events.NextStageAsync());
        var begun = await server.Server.Client.JsonAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", null, """{"status":"running","provider_job_id":"rp-1","ext":{"n":2,"source":"history_start"}}""");
        Assert.Equal(("running", "rp-1", "history_start"), (begun.Text("status"), begun.Text("provider_job_id"), begun.Text("source")));
        Assert.Equal(("c-1", 2), (begun.GetProperty("ext").Text("chat_id"), begun.GetProperty("ext").GetProperty("n").GetInt32()));
        Assert.Equal(("progress", "running"), await events.NextStageAsync());
        // It does not go back, and says once more that it goes on.
        Assert.Equal("running", (await server.Server.Client.JsonAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", null, """{"status":"queued"}""")).Text("status"));
        await server.CallBackAsync(JobServer.PathOf(created), new { error = "No." });
        await server.EndedAsync("job-1", "failed");
        await server.Server.Client.ProblemAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", null, """{"status":"running"}""", HttpStatusCode.Conflict, "job_state");
        await server.Server.Client.ProblemAsync(HttpMethod.Post, "/api/v1/jobs/job-1/retry", null, null, HttpStatusCode.Conflict, "job_state");
        await server.Server.Client.ProblemAsync(HttpMethod.Patch, "/api/v1/jobs/nobody", null, "{}", HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("""{"id":""}""", "invalid_value", "id")]
    [InlineData("""{"status":"succeeded"}""", "invalid_value", "status")]
    [InlineData("""{"timeout":0}""", "out_of_range", "timeout")]
    [InlineData("""{"timeout":3601}""", "out_of_range", "timeout")]
    [InlineData("""{"expires_in":86401}""", "out_of_range", "expires_in")]
    [InlineData("""{"ext":[]}""", "wrong_type", "ext")]
    [InlineData("""{"user_id":true}""", "invalid_body", "user_id")]
    [InlineData("""{"promt":"A cup"}""", "invalid_body", "promt")]
    [InlineData("""{"prompt":"a\u0000b"}""", "invalid_text", "prompt")]
    public async Task What_is_wrong_with_a_job_is_said(string body, string code, string field)
    {
        await using var server = await JobServer.StartAsync();
        using var response = await server.Server.Client.SendAsync(HttpMethod.Post, "/api/v1/jobs", null, body);
        Assert.Equal(field, (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
        Assert.Empty((await server.GetAsync("/api/v1/jobs")).GetProperty("jobs").EnumerateArray());
    }

    [Fact]
    public async Task A_member_that_is_said_twice_counts_as_it_was_said_last()
    {
        await using var server = await JobServer.StartAsync();
        var created = await server.Server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs", null, """{"id":"job-1","ext":{"n":1,"n":2,"m":"ä"}}""");
        Assert.Equal("""{"n":2,"m":"ä"}""", created.GetProperty("job").GetProperty("ext").GetRawText());
        var changed = await server.Server.Client.JsonAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", null, """{"ext":{"m":1,"m":{"a":1}}}""");
        Assert.Equal("""{"n":2,"m":{"a":1}}""", changed.GetProperty("ext").GetRawText());
    }

    [Theory]
    [InlineData("""{"ext":{"a":"\u0000"}}""", "invalid_text")]
    [InlineData("""{"ext":{"a":"\ud800"}}""", "invalid_text")]
    [InlineData("""{"ext":{"\ud800":1}}""", "invalid_text")]
    [InlineData("""{"ext":{"a":"LONG"}}""", "too_long")]
    public async Task Notes_that_no_fact_could_hold_are_refused_while_somebody_hears_it(string body, string code)
    {
        await using var server = await JobServer.StartAsync();
        _ = await server.CreateAsync(new { id = "job-1", ext = new { b = new string('b', 30_000) } });
        body = body.Replace("LONG", new string('a', 30_000));
        await RefusedAsync(HttpMethod.Patch, "/api/v1/jobs/job-1");
        // By itself it is not too long.
        if (code != "too_long") await RefusedAsync(HttpMethod.Post, "/api/v1/jobs");

        async Task RefusedAsync(HttpMethod method, string path)
        {
            using var response = await server.Server.Client.SendAsync(method, path, null, body);
            Assert.Equal("ext", (await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code)).Field);
        }
    }

    [Fact]
    public async Task An_app_key_has_jobs_for_its_end_user_alone()
    {
        await using var server = await JobServer.StartAsync();
        var (app, ingest) = (await server.Server.NewKeyAsync(KeyKind.App), await server.Server.NewKeyAsync(KeyKind.Ingest));
        var http = server.Server.Anonymous;
        Assert.Equal(403, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", app, """{"id":"job-1"}"""));
        Assert.Equal(403, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", app, """{"id":"job-1","user_id":"bob"}""", "anna"));
        Assert.Equal(201, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", app, """{"id":"job-1"}""", "anna"));
        Assert.Equal(409, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", app, """{"id":"job-1"}""", "bob"));
        Assert.Equal(404, await http.StatusAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", app, """{"status":"running"}""", "bob"));
        Assert.Equal(200, await http.StatusAsync(HttpMethod.Patch, "/api/v1/jobs/job-1", app, """{"status":"running"}""", "anna"));
        Assert.Equal(201, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", ingest, """{"user_id":"anyone"}"""));
        Assert.Equal(401, await http.StatusAsync(HttpMethod.Post, "/api/v1/jobs", null, "{}"));
    }

    [Fact]
    public async Task An_id_of_a_job_that_the_server_runs_is_not_an_apps()
    {
        await using var server = await JobServer.StartAsync();
        var made = await server.Server.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}""");
        await server.Server.Client.ProblemAsync(HttpMethod.Post, "/api/v1/jobs", null, JsonSerializer.Serialize(new { id = made.Text("id") }), HttpStatusCode.Conflict, "job_state");
    }

    [Fact]
    public async Task No_secret_of_a_job_reaches_the_log()
    {
        using var log = new CapturedLog();
        var launch = RunningServer.Launch(RunningServer.NewFolder(), ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace")) with
        {
            ConfigureServices = services => services.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log),
        };
        await using var server = await RunningServer.StartAsync(launch);
        var created = await server.Client.JsonAsync(HttpMethod.Post, "/api/v1/jobs", null, """{"id":"job-1","prompt":"A cup"}""");
        var path = JobServer.PathOf(created);
        foreach (var body in (string[])["{", """{"status":"running"}""", """{"error":"No."}"""])
        {
            using var response = await server.Anonymous.SendAsync(HttpMethod.Post, path, null, body);
        }
        using (var wrong = await server.Anonymous.SendAsync(HttpMethod.Get, path))
        {
        }
        _ = await server.EventuallyAsync("/api/v1/jobs/job-1", job => job.Text("status") == "failed");
        Assert.Contains("job-1", log.Text);
        Assert.DoesNotContain(created.Text("callback_secret")!, log.Text);
    }
}
