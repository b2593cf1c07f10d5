using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Projects;

public sealed class ProjectTests : IAsyncLifetime
{
    private const string Path = "/api/v1/projects";

    private RunningServer server = null!;
    private HttpClient local = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync();
        local = server.Local();
    }

    public async ValueTask DisposeAsync()
    {
        local.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_project_takes_facts_of_its_own_as_soon_as_it_is_made()
    {
        var made = await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot","name":" The bot ","time_zone":"Asia/Kolkata"}""");
        Assert.Equal(
            ("bot", "The bot", "Asia/Kolkata", false),
            (made.GetProperty("slug").GetString(), made.GetProperty("name").GetString(), made.GetProperty("time_zone").GetString(), made.GetProperty("archived").GetBoolean()));
        Assert.Equal(made.GetRawText(), (await local.JsonAsync(HttpMethod.Get, $"{Path}/bot")).GetRawText());
        var key = await server.NewKeyAsync(KeyKind.Server, "bot");
        Assert.Equal(200, await server.TrackAsync(key));
        Assert.Equal(1, await ImagesAsync(key));
        Assert.Equal(0, await ImagesAsync(server.Key));
        Assert.Equal(["project.created"], (await AuditAsync()).Select(entry => entry.Action));
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "invalid_value")]
    [InlineData("""{"slug":"../etc"}""", HttpStatusCode.BadRequest, "invalid_value")]
    [InlineData("""{"slug":"Bot"}""", HttpStatusCode.BadRequest, "invalid_value")]
    [InlineData("""{"slug":"bot","name":" "}""", HttpStatusCode.BadRequest, "invalid_value")]
    [InlineData("""{"slug":"bot","time_zone":"Mars/Base"}""", HttpStatusCode.BadRequest, "unknown_time_zone")]
    [InlineData("""{"slug":"bot","colour":"red"}""", HttpStatusCode.BadRequest, "invalid_body")]
    [InlineData("""{"slug":"default"}""", HttpStatusCode.Conflict, "project_exists")]
    public async Task What_cannot_be_a_project_is_refused(string body, HttpStatusCode status, string code)
    {
        await local.ProblemAsync(HttpMethod.Post, Path, null, body, status, code);
        Assert.Equal(["default"], server.Services.GetRequiredService<IProjectStores>().Slugs);
    }

    [Fact]
    public async Task A_folder_that_nobody_owns_is_not_taken_over()
    {
        Directory.CreateDirectory(System.IO.Path.Combine(server.DataFolder, "projects", "bot"));
        await local.ProblemAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""", HttpStatusCode.Conflict, "project_exists");
    }

    [Fact]
    public async Task Each_caller_sees_the_projects_it_knows()
    {
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        Assert.Equal(["bot", "default"], await SlugsAsync(local, null));
        Assert.Equal(["default"], await SlugsAsync(server.Anonymous, server.Key));
        Assert.Equal(["bot"], await SlugsAsync(server.Anonymous, await server.NewKeyAsync(KeyKind.Ingest, "bot")));
        await server.Anonymous.ProblemAsync(HttpMethod.Get, $"{Path}/bot", server.Key, null, HttpStatusCode.NotFound, "project_not_found");
        await server.Anonymous.ProblemAsync(HttpMethod.Get, $"{Path}/nobody", server.Key, null, HttpStatusCode.NotFound, "project_not_found");
        Assert.Equal(200, await server.Anonymous.StatusAsync(HttpMethod.Get, $"{Path}/default", server.Key));
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Patch, $"{Path}/default", server.Key, """{"name":"x"}"""));
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Delete, $"{Path}/default", server.Key, """{"slug":"default"}"""));
    }

    [Fact]
    public async Task An_archived_project_is_read_and_takes_nothing_new_until_it_comes_back()
    {
        await server.TrackAsync(server.Key);
        var archived = await local.JsonAsync(HttpMethod.Patch, $"{Path}/default", null, """{"archived":true}""");
        Assert.True(archived.GetProperty("archived").GetBoolean());
        await server.Anonymous.ProblemAsync(HttpMethod.Post, "/api/v1/track", server.Key, Requests.Image, HttpStatusCode.Forbidden, "project_archived");
        // Nor from callers that need no key.
        await server.Anonymous.ProblemAsync(
            HttpMethod.Post, "/api/v1/analytics/track/activity-public", null, """{"user_id":"u","activity_type":"x"}""", HttpStatusCode.Forbidden, "project_archived");
        Assert.Equal(1, await ImagesAsync(server.Key));
        var back = await local.JsonAsync(HttpMethod.Patch, $"{Path}/default", null, """{"archived":false,"name":"Again"}""");
        Assert.False(back.TryGetProperty("archived_at", out _));
        Assert.Equal(200, await server.TrackAsync(server.Key));
        Assert.Equal(["""{"archived":true}""", """{"name":"Again","archived":false}"""], (await AuditAsync()).Select(entry => entry.Details));
    }

    [Fact]
    public async Task A_deleted_project_leaves_nothing_and_its_name_begins_anew()
    {
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        var key = await server.NewKeyAsync(KeyKind.Server, "bot");
        await server.TrackAsync(key);
        await local.ProblemAsync(HttpMethod.Delete, $"{Path}/bot", null, """{"slug":"default"}""", HttpStatusCode.BadRequest, "confirmation_missing");
        await local.ProblemAsync(HttpMethod.Delete, $"{Path}/bot", null, "{}", HttpStatusCode.BadRequest, "confirmation_missing");
        await local.ProblemAsync(HttpMethod.Delete, $"{Path}/bot", null, null, HttpStatusCode.BadRequest, "bad_request");
        Assert.Equal(1, await ImagesAsync(key));
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"{Path}/bot", null, """{"slug":"bot"}"""));
        Assert.False(Directory.Exists(System.IO.Path.Combine(server.DataFolder, "projects", "bot")));
        Assert.Equal(401, await server.TrackAsync(key));
        await local.ProblemAsync(HttpMethod.Get, "/api/v1/images?project=bot", null, null, HttpStatusCode.NotFound, "project_not_found");
        await local.ProblemAsync(HttpMethod.Delete, $"{Path}/bot", null, """{"slug":"bot"}""", HttpStatusCode.NotFound, "project_not_found");
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        Assert.Equal(401, await server.TrackAsync(key));
        Assert.Equal(0, await ImagesAsync(await server.NewKeyAsync(KeyKind.Server, "bot")));
        Assert.Equal(["project.created", "project.deleted", "project.created"], (await AuditAsync()).Select(entry => entry.Action));
    }

    [Fact]
    public async Task The_default_project_may_go_but_not_the_last_one()
    {
        await local.ProblemAsync(HttpMethod.Delete, $"{Path}/default", null, """{"slug":"default"}""", HttpStatusCode.Conflict, "last_project");
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"{Path}/default", null, """{"slug":"default"}"""));
        await local.ProblemAsync(HttpMethod.Get, "/api/v1/images", null, null, HttpStatusCode.NotFound, "project_not_found");
        Assert.Equal(200, await local.StatusAsync(HttpMethod.Get, "/api/v1/images?project=bot"));
        // What concerns no one project goes on.
        Assert.Equal(200, await local.StatusAsync(HttpMethod.Get, Path));
        Assert.Equal(200, await server.Anonymous.StatusAsync(HttpMethod.Get, "/metrics"));
        Assert.Equal(200, await server.Anonymous.StatusAsync(HttpMethod.Get, "/health"));
        Assert.Equal(404, await server.Anonymous.StatusAsync(HttpMethod.Post, "/api/v1/analytics/track/activity-public", null, """{"user_id":"u","activity_type":"x"}"""));
    }

    [Fact]
    public async Task Metrics_show_the_projects_that_the_caller_may_read()
    {
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        using var everything = await server.Anonymous.SendAsync(HttpMethod.Get, "/metrics");
        var all = await everything.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("""vitrine_can_write{project="bot"} 1""", all);
        Assert.Contains("""vitrine_can_write{project="default"} 1""", all);
        Assert.Equal(1, all.Split("# TYPE vitrine_can_write ").Length - 1);
        using var one = await server.Anonymous.SendAsync(HttpMethod.Get, "/metrics", server.Key);
        var own = await one.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("""vitrine_can_write{project="default"} 1""", own);
        Assert.DoesNotContain("bot", own);
        Assert.DoesNotContain("process_resident_memory_bytes", own);
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Get, "/metrics", await server.NewKeyAsync(KeyKind.Ingest)));
    }

    [Fact]
    public async Task Requests_in_flight_are_answered_or_told_that_the_project_is_gone()
    {
        await local.JsonAsync(HttpMethod.Post, Path, null, """{"slug":"bot"}""");
        var key = await server.NewKeyAsync(KeyKind.Server, "bot");
        using var stop = new CancellationTokenSource();
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var callers = Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
        {
            for (var request = 0; request < 20_000 && !stop.IsCancellationRequested; request++)
            {
                var status = index % 2 == 0 ? await server.TrackAsync(key) : await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images", key);
                statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
            }
        })).ToArray();
        while (statuses.GetValueOrDefault(200) < 50) await Task.Yield();
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"{Path}/bot", null, """{"slug":"bot"}"""));
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Empty(statuses.Keys.Except([200, 404, 401]));
    }

    private async Task<IEnumerable<AuditEntry>> AuditAsync() =>
        (await server.Services.GetRequiredService<IAuditStore>().ListAuditEntriesAsync(new AuditQuery(), TestContext.Current.CancellationToken))
            .Where(entry => entry.Action.StartsWith("project.", StringComparison.Ordinal)).OrderBy(entry => entry.Id);

    private async Task<long> ImagesAsync(string key) =>
        (await server.Anonymous.JsonAsync(HttpMethod.Get, "/api/v1/query?kind=image&days=2", key)).GetProperty("total").GetProperty("count").GetInt64();

    private static async Task<IEnumerable<string?>> SlugsAsync(HttpClient client, string? key) =>
        (await client.JsonAsync(HttpMethod.Get, Path, key)).GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("slug").GetString());
}
