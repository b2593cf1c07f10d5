using System.Text.Json;

namespace Vitrine.Server.Tests.Support;

/// <summary>The events of a job, read one by one as a browser does.</summary>
internal sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<EventStream> OpenAsync(RunningServer server, string id, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/jobs/{id}/events", UriKind.Relative));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    public async Task<(string Name, JsonElement Data, string Id)> NextAsync()
    {
        string name = "", id = "", data = "";
        while (await LineAsync() is { } line)
        {
            if (line.Length == 0 && data.Length > 0) return (name, JsonElement.Parse(data), id);
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line["id: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line["data: ".Length..];
        }
        throw new InvalidOperationException("The stream ended.");
    }

    public async Task<(string Name, string? Stage)> NextStageAsync() => await NextAsync() is var (name, data, _) ? (name, data.Text("stage")) : default;

    /// <param name="meanwhile">Again and again until the line comes.</param>
    public async Task<bool> HearsAsync(string line, Action meanwhile)
    {
        var hearing = Task.Run(async () =>
        {
            while (await LineAsync() is { } heard)
            {
                if (heard == line) return true;
            }
            return false;
        });
        while (!hearing.IsCompleted)
        {
            meanwhile();
            await Task.Yield();
        }
        return await hearing;
    }

    public async Task<bool> IsAtEndAsync() => await LineAsync() is null;

    public ValueTask DisposeAsync()
    {
        reader.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string?> LineAsync() => reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
}
