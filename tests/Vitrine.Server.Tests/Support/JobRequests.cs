using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Vitrine.Server.Tests.Support;

/// <summary>What tests do with image jobs, in one line.</summary>
internal static class JobRequests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static string? Text(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Has an image made without waiting for it; the job.</summary>
    public static async Task<JsonElement> BeginAsync(this RunningServer server, HttpClient client, object? body, string path = "/ai/generate")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.Add("Prefer", "handling=lenient, respond-async; wait=10");
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        var job = JsonElement.Parse(text);
        Assert.Equal(("respond-async", $"/api/v1/jobs/{job.Text("id")}"), (response.Headers.GetValues("Preference-Applied").Single(), response.Headers.Location!.OriginalString));
        return job;
    }

    /// <summary>The job once it has ended, as its events tell.</summary>
    public static async Task<JsonElement> EndOfAsync(this RunningServer server, string id)
    {
        await using var stream = await EventStream.OpenAsync(server, id);
        while (true)
        {
            var (name, data, _) = await stream.NextAsync();
            if (name == "job") return data;
        }
    }

    /// <summary>What a path answers once it is there and fits. Each look is a request, so this takes as long as it takes, and not for ever.</summary>
    public static async Task<JsonElement> EventuallyAsync(this RunningServer server, string path, Func<JsonElement, bool> fits, Action? between = null)
    {
        var last = "";
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            using var response = await server.Client.SendAsync(HttpMethod.Get, path);
            if (response.StatusCode == HttpStatusCode.OK && JsonElement.Parse(last = await response.Content.ReadAsStringAsync(Cancel)) is var answer && fits(answer)) return answer;
            between?.Invoke();
            await Task.Yield();
        }
        Assert.Fail($"{path} never became what it should: {last}");
        return default;
    }
}
