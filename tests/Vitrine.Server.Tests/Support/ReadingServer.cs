using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Support;

/// <summary>The real server over a <see cref="CannedStore"/>, at a fixed time: Wednesday, 2025-06-18, 10:20:30 UTC.</summary>
internal sealed class ReadingServer(RunningServer server, CannedStore store) : IAsyncDisposable
{
    public CannedStore Store => store;

    public static async Task<ReadingServer> StartAsync(params (string Key, string Value)[] options)
    {
        var store = new CannedStore();
        var launch = RunningServer.Launch(RunningServer.NewFolder(), options) with
        {
            Clock = new ManualClock(new DateTimeOffset(2025, 6, 18, 10, 20, 30, TimeSpan.Zero)),
            ConfigureServices = services => services.AddSingleton(store.Open),
        };
        return new ReadingServer(await RunningServer.StartAsync(launch), store);
    }

    public Task<HttpResponseMessage> GetAsync(string path) =>
        server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public IServiceProvider Services => server.Services;

    /// <summary>The answer as soon as its headers are there.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path) =>
        server.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> GetWithoutKeyAsync(string path) =>
        server.Anonymous.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>The body of a success, as text.</summary>
    public async Task<string> TextAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return text;
    }

    /// <summary>The body of a success.</summary>
    public async Task<JsonElement> JsonAsync(string path)
    {
        using var document = JsonDocument.Parse(await TextAsync(path));
        return document.RootElement.Clone();
    }

    public async Task<ProblemBody> ProblemAsync(string path, HttpStatusCode status, string code)
    {
        using var response = await GetAsync(path);
        return await ProblemBody.AssertAsync(response, status, code);
    }

    public static FactRecord Fact(FactKind kind, string id, string time, params (string Field, object Value)[] values)
    {
        var record = new FactRecord(kind, id, FactTime.From(DateTimeOffset.Parse(time)), new object?[FactSchema.Of(kind).Fields.Count]);
        foreach (var (field, value) in values) record.Values[FactSchema.Of(kind)[field].Index] = value;
        return record;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
