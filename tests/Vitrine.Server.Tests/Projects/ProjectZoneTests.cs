using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Projects;

/// <summary>A day is a day in the project's zone unless the question names another. Now is Wednesday, 2025-06-18, 10:20:30 UTC.</summary>
public sealed class ProjectZoneTests : IAsyncLifetime
{
    private RunningServer server = null!;
    private HttpClient local = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(RunningServer.Launch(RunningServer.NewFolder()) with { Clock = new ManualClock(LivingServer.Now) });
        local = server.Local();
    }

    public async ValueTask DisposeAsync()
    {
        local.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Days_begin_in_the_projects_zone_before_and_after_it_changes()
    {
        await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"bot","time_zone":"Asia/Kolkata"}""");
        var key = await server.NewKeyAsync(KeyKind.Server, "bot");
        // Midnight in Kolkata is 18:30 UTC, in Berlin 22:00.
        foreach (var time in (string[])["17T18:29:59", "17T18:30:00", "17T21:59:59", "17T22:00:00"])
            Assert.Equal(200, await server.TrackAsync(key, $$"""{"kind":"image","created_at":"2025-06-{{time}}Z"}"""));
        Assert.Equal(("Asia/Kolkata", "2025-06-17T18:30:00Z", 3), await TodayAsync(key));
        Assert.Equal(("UTC", "2025-06-18T00:00:00Z", 0), await TodayAsync(key, "&tz=UTC"));
        foreach (var (zone, start, count) in ((string, string, int)[])
        [
            ("Europe/Berlin", "2025-06-17T22:00:00Z", 1), ("Asia/Kolkata", "2025-06-17T18:30:00Z", 3), ("Asia/Kathmandu", "2025-06-17T18:15:00Z", 4),
        ])
        {
            await local.JsonAsync(HttpMethod.Patch, "/api/v1/projects/bot", null, $$"""{"time_zone":"{{zone}}"}""");
            Assert.Equal((zone, start, count), await TodayAsync(key));
            var daily = await server.Anonymous.JsonAsync(HttpMethod.Get, "/api/v1/analytics/daily-stats?days=1", key);
            Assert.Equal(count, daily[0].GetProperty("total_images").GetInt32());
        }
        // The other project's days are its own.
        Assert.Equal("UTC", (await TodayAsync(server.Key)).Zone);
        var report = await local.JsonAsync(HttpMethod.Post, "/internal/check");
        Assert.All(report.GetProperty("projects").EnumerateArray(), project => Assert.Equal(0, project.GetProperty("differences").GetArrayLength()));
    }

    private async Task<(string Zone, string From, int Count)> TodayAsync(string key, string zone = "")
    {
        var answer = await server.Anonymous.JsonAsync(HttpMethod.Get, "/api/v1/query?kind=image&days=1" + zone, key);
        return (answer.GetProperty("tz").GetString()!, answer.GetProperty("from").GetString()!, answer.GetProperty("total").GetProperty("count").GetInt32());
    }
}
