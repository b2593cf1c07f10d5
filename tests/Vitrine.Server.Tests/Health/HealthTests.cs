using System.Net;
using System.Text.Json;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Health;

public sealed class HealthTests
{
    private readonly MemoryStore store = new();

    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    public async Task A_server_that_reads_and_writes_is_ready(string path)
    {
        await using var server = await StartAsync();
        using var response = await GetAsync(server, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ok", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal(["read", "write", "disk", "blobs"], answer.RootElement.GetProperty("checks").EnumerateObject().Select(check => check.Name));
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_named_and_the_process_still_lives()
    {
        store.CanWrite = false;
        await using var server = await StartAsync();
        using var ready = await GetAsync(server, "/health/ready");
        var problem = await ProblemBody.AssertAsync(ready, HttpStatusCode.ServiceUnavailable, "not_ready");
        Assert.Equal("write: the last commit failed", problem.Detail);
        using var live = await GetAsync(server, "/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task A_store_that_fails_or_hangs_is_named_without_its_secrets()
    {
        await using var server = await StartAsync(("Health:StoreMilliseconds", "50"));
        store.Fail = new InvalidOperationException("secret");
        using (var failing = await GetAsync(server, "/health"))
            Assert.Equal("read: InvalidOperationException; write: InvalidOperationException", (await ProblemBody.ReadAsync(failing)).Detail);
        store.Fail = null;
        store.Hang = true;
        using var hanging = await GetAsync(server, "/health");
        Assert.Equal("read: no answer within 50 ms", (await ProblemBody.ReadAsync(hanging)).Detail);
    }

    [Fact]
    public async Task A_disk_with_less_than_asked_is_not_ready()
    {
        await using var server = await StartAsync(("Health:MinFreeMegabytes", int.MaxValue.ToString()));
        using var response = await GetAsync(server, "/health");
        Assert.Matches("^disk: [0-9]+ MiB are free$", (await ProblemBody.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "not_ready")).Detail);
    }

    private static Task<HttpResponseMessage> GetAsync(RunningServer server, string path) =>
        server.Anonymous.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private Task<RunningServer> StartAsync(params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store), options);
}
