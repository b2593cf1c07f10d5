using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Vitrine.Generation.Tests.Fakes;

/// <summary>A ComfyUI with one job, which ends when the test says so.</summary>
internal sealed class FakeComfyUI : IAsyncDisposable
{
    private readonly TaskCompletionSource<string> submitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeProvider? provider;
    private int polls;
    private volatile bool isDone;

    /// <summary>What is said on the socket once there is a job; without it there is no socket.</summary>
    public Func<Speaker, Task>? Says { get; init; }

    /// <summary>The job has ended when it is asked after for this time.</summary>
    public int DoneAtPoll { get; init; } = int.MaxValue;

    /// <summary>Where an unfinished job is: <c>queue_running</c>, <c>queue_pending</c> or nowhere.</summary>
    public string Queue { get; init; } = "queue_running";

    /// <summary>What is remembered of the job.</summary>
    public string History { get; init; } = Ended("""{"9":{"images":[{"filename":"a b.png","subfolder":"x/y","type":"output"}]}}""");

    /// <summary>What it calls the job, whatever it is asked to.</summary>
    public string? OwnId { get; init; }

    /// <summary>Instead of what such a server answers.</summary>
    public Func<FakeRequest, FakeAnswer?> Instead { get; init; } = _ => null;

    public FakeProvider Provider => provider!;

    public Task<string> Submitted => submitted.Task;

    public static string Ended(string outputs) =>
        $$$"""
        {"prompt":[1,"id",{},{},[]],"outputs":{{{outputs}}},"status":{"status_str":"success","completed":true,"messages":[
            ["execution_start",{"timestamp":1700000001000}],["execution_cached",{"nodes":[],"timestamp":1700000001001}],["execution_success",{"timestamp":1700000004500}]]}}
        """;

    public async Task<FakeComfyUI> StartAsync()
    {
        provider = await FakeProvider.StartAsync((request, _) => Task.FromResult(Instead(request) ?? Answer(request)), Says is null ? null : SpeakAsync);
        return this;
    }

    public ValueTask DisposeAsync() => Provider.DisposeAsync();

    private async Task SpeakAsync(WebSocket socket, CancellationToken aborted)
    {
        var id = await submitted.Task.WaitAsync(aborted);
        await Says!(new Speaker(socket, id, () => isDone = true, aborted));
    }

    private FakeAnswer Answer(FakeRequest request)
    {
        var id = submitted.Task.IsCompletedSuccessfully ? submitted.Task.GetAwaiter().GetResult() : "";
        switch ($"{request.Method} {request.Path}")
        {
            case "POST /prompt":
                id = OwnId ?? (string)request.Json["prompt_id"]!;
                submitted.TrySetResult(id);
                return FakeAnswer.Json(200, $$$"""{"prompt_id":"{{{id}}}","number":1,"node_errors":{}}""");
            case "GET /queue":
                return FakeAnswer.Json(200, isDone ? """{"queue_running":[],"queue_pending":[]}""" : $$"""{"{{Queue}}":[[1,"{{id}}",{},{},[]]],"other":[]}""");
            case "GET /view":
                return new FakeAnswer(200, Sample.Png(), "image/png");
            case "POST /upload/image":
                return FakeAnswer.Json(200, """{"name":"kept.png","subfolder":"vitrine","type":"input"}""");
            case "POST /queue" or "POST /interrupt":
                return new FakeAnswer(200, []);
            default:
                if (request.Path != $"/history/{id}") return FakeAnswer.Json(404, "{}");
                if (++polls >= DoneAtPoll) isDone = true;
                return FakeAnswer.Json(200, isDone ? new JsonObject { [id] = JsonNode.Parse(History) }.ToJsonString() : "{}");
        }
    }

    /// <summary>Speaks on the socket.</summary>
    internal sealed record Speaker(WebSocket Socket, string Id, Action Finish, CancellationToken Aborted)
    {
        public Task SayAsync(string type, string data) => TextAsync($$"""{"type":"{{type}}","data":{{data.Replace("$id", Id, StringComparison.Ordinal)}}}""");

        /// <summary>In two pieces.</summary>
        public async Task TextAsync(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            await Socket.SendAsync(bytes.AsMemory(0, bytes.Length / 2), WebSocketMessageType.Text, endOfMessage: false, Aborted);
            await Socket.SendAsync(bytes.AsMemory(bytes.Length / 2), WebSocketMessageType.Text, endOfMessage: true, Aborted);
        }

        public async Task BytesAsync(int length) => await Socket.SendAsync(new byte[length].AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, Aborted);

        public async Task ListenAsync()
        {
            while ((await Socket.ReceiveAsync(new byte[100].AsMemory(), Aborted)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
    }
}
