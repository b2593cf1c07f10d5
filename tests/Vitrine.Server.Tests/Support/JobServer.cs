using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Support;

/// <summary>A server with a clock of its own, and what apps and workers say to it about jobs.</summary>
internal sealed class JobServer(RunningServer server, ManualClock clock) : IAsyncDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public RunningServer Server => server;

    public ManualClock Clock => clock;

    public static async Task<JobServer> StartAsync(params (string Key, string Value)[] options) => await StartAsync(RunningServer.NewFolder(), keepsFolder: false, options);

    public static async Task<JobServer> StartAsync(string folder, bool keepsFolder, params (string Key, string Value)[] options)
    {
        var clock = new ManualClock();
        return new JobServer(await RunningServer.StartAsync(RunningServer.Launch(folder, options) with { Clock = clock }, keepsFolder), clock);
    }

    public Task<JsonElement> GetAsync(string path) => server.Client.JsonAsync(HttpMethod.Get, path);

    /// <summary>A job of an app; what it was answered.</summary>
    public async Task<JsonElement> CreateAsync(object body)
    {
        using var response = await server.Client.SendAsync(HttpMethod.Post, "/api/v1/jobs", null, JsonSerializer.Serialize(body));
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonElement.Parse(text);
    }

    /// <summary>The callback's address, on this server.</summary>
    public static string PathOf(JsonElement created) => new Uri(created.Text("callback_url")!).PathAndQuery;

    public async Task<HttpStatusCode> CallBackAsync(string path, HttpContent body)
    {
        using var response = await server.Anonymous.PostAsync(new Uri(path, UriKind.Relative), body, Cancel);
        return response.StatusCode;
    }

    public Task<HttpStatusCode> CallBackAsync(string path, object body) => CallBackAsync(path, new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"));

    /// <summary>The job once it has ended so, and its fact is stored.</summary>
    /// <param name="between">After each look.</param>
    public Task<JsonElement> EndedAsync(string id, string status, Action? between = null) =>
        server.EventuallyAsync($"/api/v1/jobs/{id}", job => job.Text("status") == status && job.GetProperty("fact_is_stored").GetBoolean(), between);

    /// <summary>Until nothing that was said waits any more.</summary>
    public async Task WorkedOffAsync()
    {
        var jobs = (IJobStore)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        for (var attempt = 0; await jobs.FindNextCallbackAsync(Cancel) is not null; attempt++)
        {
            Assert.True(attempt < 100_000, "What was said still waits.");
            await Task.Yield();
        }
    }

    public async Task<int> CountImagesAsync() => (await GetAsync("/api/v1/images")).GetProperty("total").GetInt32();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
