using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Support;

/// <summary>The real server over the real store, at a fixed time: Wednesday, 2025-06-18, 10:20:30 UTC.</summary>
internal sealed class LivingServer(RunningServer server) : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2025, 6, 18, 10, 20, 30, TimeSpan.Zero);

    public static async Task<LivingServer> StartAsync(params (string Key, string Value)[] options)
    {
        var launch = RunningServer.Launch(RunningServer.NewFolder(), options) with { Clock = new ManualClock(Now) };
        return new LivingServer(await RunningServer.StartAsync(launch));
    }

    public async Task TrackAsync(params IEnumerable<TestFact> facts)
    {
        using var body = new StringContent(Wire.Array(facts), Encoding.UTF8, "application/json");
        using var response = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("\"refused\":[]", text);
    }

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public Task<HttpResponseMessage> GetAsync(string path) =>
        server.Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);

    public RunningServer Server => server;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
