using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Network;

public sealed class HostileRequestTests
{
    [Theory]
    [InlineData("/api/v1/../internal/check", 404)]
    [InlineData("/api/v1/../../internal/check", 404)]
    [InlineData("/api/v1/%2e%2e/%2e%2e/internal/check", 404)]
    [InlineData("/api/v1/%2E%2E/internal/check", 404)]
    [InlineData("//internal/check", 404)]
    [InlineData("/internal//check", 404)]
    [InlineData("/INTERNAL/CHECK", 404)]
    [InlineData("/internal/check/", 404)]
    [InlineData("/internal%2fcheck", 404)]
    [InlineData("\\internal\\check", 400)]
    [InlineData("/api\\..\\internal\\check", 404)]
    [InlineData("/internal/check%00", 400)]
    [InlineData("/internal/check;x=1", 404)]
    [InlineData("/.%252e/internal/check", 404)]
    public async Task No_spelling_of_a_path_reaches_what_is_for_the_socket(string path, int status)
    {
        await using var server = await StartAsync(new MemoryStore());
        var answer = await RawHttp.AskAsync(server, $"POST {path}", $"X-Api-Key: {server.Key}\r\nContent-Length: 0\r\n");
        Assert.Equal(status, RawHttp.StatusOf(answer));
    }

    [Theory]
    [InlineData("/api/v1/images/%2e%2e%2f%2e%2e%2fcontrol.db")]
    [InlineData("/docs/..%2f..%2fcontrol.db")]
    [InlineData("/docs/%2e%2e/%2e%2e/control.db")]
    [InlineData("/docs/..\\..\\control.db")]
    [InlineData("/openapi/..%2f..%2fcontrol.db.json")]
    public async Task No_path_reads_a_file(string path)
    {
        await using var server = await StartAsync(new MemoryStore());
        Assert.Equal(404, RawHttp.StatusOf(await RawHttp.AskAsync(server, $"GET {path}", $"X-Api-Key: {server.Key}\r\n")));
    }

    [Theory]
    [InlineData("/api/v1/query?kind=%0d%0aX-Injected:%20yes&measure=count")]
    [InlineData("/api/v1/images?page=%0d%0aX-Injected:%20yes")]
    [InlineData("/api/analytics/images?user=%0d%0aX-Injected:%20yes")]
    [InlineData("/api/v1/images?project=%0d%0aX-Injected:%20yes")]
    [InlineData("/api/v1/images/%0d%0aX-Injected:%20yes")]
    [InlineData("/%0d%0aX-Injected:%20yes")]
    public async Task Line_breaks_in_values_never_become_headers(string path)
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await RawHttp.AskAsync(server, $"GET {path}", $"X-Api-Key: {server.Key}\r\n");
        Assert.InRange(RawHttp.StatusOf(answer), 200, 499);
        Assert.Empty(RawHttp.HeaderOf(answer, "X-Injected"));
    }

    [Theory]
    [InlineData("X-Api-Key: a\rX-Injected: yes\r\n")]
    [InlineData("Origin: https://a\nX-Injected: yes\r\n")]
    [InlineData(" X-Folded: yes\r\n")]
    [InlineData("X-Null: a\0b\r\n")]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n")]
    public async Task Heads_that_two_readers_could_read_differently_do_no_harm(string headers)
    {
        await using var server = await StartAsync(new MemoryStore());
        var answer = await RawHttp.AskAsync(server, "GET /api/v1/images", headers);
        Assert.Contains(RawHttp.StatusOf(answer), (int[])[400, 401]);
        Assert.Empty(RawHttp.HeaderOf(answer, "X-Injected"));
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
    }

    [Fact]
    public async Task No_secret_is_logged_at_any_level()
    {
        var log = new Recorder();
        var launch = RunningServer.Launch(RunningServer.NewFolder(), ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft", "Trace")) with
        {
            ConfigureServices = services =>
            {
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                services.AddSingleton<Vitrine.Server.Projects.OpenFactStore>((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore { Fail = new InvalidOperationException("broken") }));
            },
        };
        const string guess = "vtr_server_guessedsecret", token = "vts_guessedtoken", password = "hunter2hunter2";
        await using (var server = await RunningServer.StartAsync(launch))
        {
            var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"anyone:{password}"));
            foreach (var header in new[] { $"X-Api-Key: {server.Key}", $"Authorization: Bearer {server.Key}", $"X-Api-Key: {guess}", $"Authorization: Bearer {token}", $"Authorization: Basic {basic}", $"Cookie: vitrine_session={token}" })
                _ = await RawHttp.AskAsync(server, "GET /api/v1/images/some", header + "\r\n");
            using var body = new StringContent("""{"kind":"image"}""", System.Text.Encoding.UTF8, "application/json");
            using var failed = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.InternalServerError, failed.StatusCode);
            Assert.Contains(log.Lines, line => line.Contains("/api/v1/track failed", StringComparison.Ordinal));
            string[] secrets = [server.Key, guess, token, password, basic];
            Assert.DoesNotContain(log.Lines, line => secrets.Any(secret => line.Contains(secret, StringComparison.Ordinal)));
        }
    }

    private static Task<RunningServer> StartAsync(MemoryStore store) => RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store));

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
