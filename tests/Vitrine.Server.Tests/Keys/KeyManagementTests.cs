using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Core.Control;
using Vitrine.Server.Security;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Keys;

public sealed class KeyManagementTests : IAsyncLifetime
{
    private readonly ManualClock clock = new();
    private RunningServer server = null!;
    private HttpClient local = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(RunningServer.Launch(RunningServer.NewFolder()) with { Clock = clock });
        local = server.Local();
    }

    public async ValueTask DisposeAsync()
    {
        local.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        var made = await MakeAsync("""{"kind":"app","name":" The site ","expires_at":"2026-01-01","requests_per_minute":60}""");
        var secret = made.GetProperty("key").GetString()!;
        using var response = await local.SendAsync(HttpMethod.Get, "/api/v1/keys");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var list = JsonDocument.Parse(text);
        var listed = list.RootElement.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("name").GetString() == "The site");
        Assert.Equal(made.GetProperty("details").GetRawText(), listed.GetRawText());
        Assert.Equal(
            ("app", "default", "2026-01-01T00:00:00Z", 60, "local"),
            (listed.GetProperty("kind").GetString(), listed.GetProperty("project").GetString(), listed.GetProperty("expires_at").GetString(),
                listed.GetProperty("requests_per_minute").GetInt32(), listed.GetProperty("created_by").GetString()));
        Assert.Equal($"{listed.GetProperty("prefix").GetString()}_", secret[..^43]);
        Assert.Equal(secret[^4..], listed.GetProperty("last_four").GetString());
        Assert.DoesNotContain(secret[..^4], text);
        Assert.DoesNotContain(Convert.ToBase64String(Secret.Hash(secret)), text);
        Assert.DoesNotContain("hash", text);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "unknown_value")]
    [InlineData("""{"kind":"master","name":"x"}""", "unknown_value")]
    [InlineData("""{"kind":"app"}""", "invalid_value")]
    [InlineData("""{"kind":"app","name":"  "}""", "invalid_value")]
    [InlineData("""{"kind":"app","name":"x","requests_per_minute":0}""", "out_of_range")]
    [InlineData("""{"kind":"app","name":"x","expires_at":"soon"}""", "invalid_time")]
    [InlineData("""{"kind":"app","name":"x","expires_at":"2025-03-10T12:00:00Z"}""", "time_out_of_range")]
    [InlineData("""{"kind":"app","name":"x","secret":"mine"}""", "invalid_body")]
    [InlineData("", "bad_request")]
    public async Task What_cannot_be_a_key_is_refused(string body, string code) =>
        await local.ProblemAsync(HttpMethod.Post, "/api/v1/keys", null, body, HttpStatusCode.BadRequest, code);

    [Fact]
    public async Task A_revoked_key_opens_nothing_from_the_next_request_on()
    {
        var made = await MakeAsync("""{"kind":"server","name":"x"}""");
        var (secret, id) = (made.GetProperty("key").GetString()!, made.GetProperty("details").GetProperty("id").GetString());
        Assert.Equal(200, await server.TrackAsync(secret));
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"/api/v1/keys/{id}"));
        Assert.Equal(401, await server.TrackAsync(secret));
        // Again is as good, and the list still knows when.
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"/api/v1/keys/{id}"));
        var listed = (await local.JsonAsync(HttpMethod.Get, "/api/v1/keys")).GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("id").GetString() == id);
        Assert.Equal("2025-03-10T12:00:00Z", listed.GetProperty("revoked_at").GetString());
        Assert.Equal("2025-03-10T12:00:00Z", listed.GetProperty("last_used_at").GetString());
        await local.ProblemAsync(HttpMethod.Delete, "/api/v1/keys/nobody", null, null, HttpStatusCode.NotFound, "not_found");
        Assert.Equal(["key.created", "key.revoked"], await AuditOfAsync(made.GetProperty("details").GetProperty("prefix").GetString()!));
    }

    [Fact]
    public async Task A_key_of_another_project_is_neither_listed_nor_revoked()
    {
        await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, """{"slug":"bot"}""");
        var secret = await server.NewKeyAsync(KeyKind.Server, "bot");
        var id = secret.Split('_')[2];
        Assert.DoesNotContain(id, (await local.JsonAsync(HttpMethod.Get, "/api/v1/keys")).GetRawText());
        Assert.Equal(404, await local.StatusAsync(HttpMethod.Delete, $"/api/v1/keys/{id}"));
        Assert.Equal(200, await server.TrackAsync(secret));
        Assert.Equal(204, await local.StatusAsync(HttpMethod.Delete, $"/api/v1/keys/{id}?project=bot"));
        Assert.Equal(401, await server.TrackAsync(secret));
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var secret = (await MakeAsync("""{"kind":"ingest","name":"x","expires_at":"2025-03-10T13:00:00+00:00"}""")).GetProperty("key").GetString()!;
        clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMicroseconds(1));
        Assert.Equal(200, await server.TrackAsync(secret));
        clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(401, await server.TrackAsync(secret));
    }

    [Fact]
    public async Task Beyond_its_limit_a_key_waits_whatever_it_asks_and_others_do_not()
    {
        var secret = (await MakeAsync("""{"kind":"server","name":"x","requests_per_minute":3}""")).GetProperty("key").GetString()!;
        for (var request = 0; request < 3; request++) Assert.Equal(200, await server.TrackAsync(secret));
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/api/v1/track"), (HttpMethod.Get, "/api/v1/images")])
        {
            using var response = await server.Anonymous.SendAsync(method, path, secret, method == HttpMethod.Post ? Requests.Image : null);
            await ProblemBody.AssertAsync(response, HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.Equal(TimeSpan.FromSeconds(20), response.Headers.RetryAfter!.Delta);
        }
        Assert.Equal(200, await server.TrackAsync(server.Key));
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(200, await server.TrackAsync(secret));
        Assert.Equal(429, await server.TrackAsync(secret));
        clock.Advance(TimeSpan.FromMinutes(10));
        for (var request = 0; request < 3; request++) Assert.Equal(200, await server.TrackAsync(secret));
        Assert.Equal(429, await server.TrackAsync(secret));
    }

    [Fact]
    public async Task When_a_key_was_last_used_survives_a_restart()
    {
        var folder = new TempFolder();
        var launch = RunningServer.Launch(folder.Path) with { Clock = clock };
        string secret;
        await using (var first = VitrineServer.Build(launch))
        {
            await first.StartAsync(TestContext.Current.CancellationToken);
            (secret, _) = await first.Services.GetRequiredService<KeyRing>().CreateAsync("default", KeyKind.Server, "x", null, null, "test", TestContext.Current.CancellationToken);
            clock.Advance(TimeSpan.FromMinutes(5));
            Assert.True(first.Services.GetRequiredService<KeyRing>().TryAdmit(secret, out _, out _));
            clock.Advance(TimeSpan.FromMilliseconds(10));
            await first.StopAsync(TestContext.Current.CancellationToken);
        }
        await using var second = VitrineServer.Build(launch);
        await second.StartAsync(TestContext.Current.CancellationToken);
        var key = Assert.Single(second.Services.GetRequiredService<KeyRing>().Of("default"));
        Assert.Equal(Core.Facts.FactTime.From(Some.Noon.AddMinutes(5)), key.LastUsedAt);
        Assert.True(second.Services.GetRequiredService<KeyRing>().TryAdmit(secret, out _, out _));
        await second.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task No_key_is_ever_in_a_log()
    {
        using var lines = new LogLines();
        var launch = RunningServer.Launch(RunningServer.NewFolder()) with
        {
            Options = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft"] = "Trace" },
            ConfigureServices = services => services.AddLogging(logging => logging.ClearProviders().AddProvider(lines)),
        };
        await using var logging = await RunningServer.StartAsync(launch);
        using var trusted = logging.Local();
        var secret = (await trusted.JsonAsync(HttpMethod.Post, "/api/v1/keys", null, """{"kind":"server","name":"x"}""")).GetProperty("key").GetString()!;
        Assert.Equal(200, await logging.TrackAsync(secret));
        Assert.Equal(401, await logging.TrackAsync(secret + "x"));
        Assert.Equal(403, await logging.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/keys", secret));
        Assert.Equal(404, await logging.Anonymous.StatusAsync(HttpMethod.Get, "/nowhere", secret));
        Assert.Contains(lines.All, line => line.Contains("Request starting", StringComparison.Ordinal) || line.Contains("/api/v1/keys", StringComparison.Ordinal));
        Assert.All(lines.All, line => Assert.DoesNotContain(secret[^43..], line));
    }

    private Task<JsonElement> MakeAsync(string body) => local.JsonAsync(HttpMethod.Post, "/api/v1/keys", null, body);

    private async Task<IEnumerable<string>> AuditOfAsync(string target) =>
        (await server.Services.GetRequiredService<IAuditStore>().ListAuditEntriesAsync(new AuditQuery(), TestContext.Current.CancellationToken))
            .Where(entry => entry.Target == target).OrderBy(entry => entry.Id).Select(entry => entry.Action);

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{formatter(state, exception)} {state} {exception}");

        public void Dispose()
        {
        }
    }
}
