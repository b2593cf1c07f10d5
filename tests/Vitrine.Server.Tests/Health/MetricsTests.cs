using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Health;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task The_stores_figures_and_the_refusals_are_there()
    {
        await using var server = await StartAsync();
        await PostAsync(server, """[{"kind":"image"},{"kind":"nothing"},{"kind":"nothing"}]""");
        await PostAsync(server, "{");
        using var response = await server.Anonymous.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = text.Split('\n');
        foreach (var expected in (string[])
        [
            """vitrine_facts_total{project="default",kind="image"} 1""",
            """vitrine_queue_facts{project="default"} 1""",
            """vitrine_queue_bytes{project="default"} 2""",
            """vitrine_unflushed_facts{project="default"} 3""",
            """vitrine_search_lag_facts{project="default"} 4""",
            """vitrine_can_write{project="default"} 1""",
            """vitrine_rejected_batches_total{project="default",reason="queue_full"} 5""",
            """vitrine_rejected_batches_total{project="default",reason="disk_full"} 6""",
            """vitrine_file_bytes{project="default",file="facts.db"} 4096""",
            """vitrine_commit_duration_seconds_bucket{project="default",le="0.001"} 1""",
            """vitrine_commit_duration_seconds_bucket{project="default",le="0.01"} 2""",
            """vitrine_commit_duration_seconds_bucket{project="default",le="+Inf"} 3""",
            """vitrine_commit_duration_seconds_sum{project="default"} 1.5""",
            """vitrine_commit_duration_seconds_count{project="default"} 3""",
            """vitrine_refused_facts_total{code="unknown_kind"} 2""",
            """vitrine_refused_facts_total{code="invalid_json"} 1""",
        ]) Assert.Contains(expected, lines);
        Assert.All(lines.Where(line => line.Length > 0), line => Assert.Matches(Line(), line));
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_the_key_is_needed()
    {
        await using var server = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "10.0.0.1");
        using var response = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()));

    private static async Task PostAsync(RunningServer server, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.E+-]+)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
