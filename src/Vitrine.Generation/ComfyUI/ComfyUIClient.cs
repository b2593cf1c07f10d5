using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Pictures;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.ComfyUI;

/// <summary>The routes of a ComfyUI server.</summary>
internal sealed class ComfyUIClient(ProviderHttp provider)
{
    /// <summary>Puts a picture where workflows load from, named by its content, so that the same one is there once.</summary>
    /// <returns>What a workflow calls it.</returns>
    public async Task<string> UploadAsync(ReadOnlyMemory<byte> bytes, PictureFormat format, CancellationToken cancellationToken)
    {
        var picture = new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(format.MediaType()) } };
        using var form = new MultipartFormDataContent
        {
            { picture, "\"image\"", $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span))}.{format.WireName()}\"" },
            { new StringContent("input"), "\"type\"" },
            { new StringContent("vitrine"), "\"subfolder\"" },
            { new StringContent("true"), "\"overwrite\"" },
        };
        var answer = Accepted(await SendAsync(HttpMethod.Post, "upload/image", form, cancellationToken));
        var name = answer.Json.Get("name").Text() ?? throw new GenerationFailedException(GenerationFailures.Failed, "ComfyUI took a reference image and did not name it.");
        return answer.Json.Get("subfolder").Text() is { } folder ? $"{folder}/{name}" : name;
    }

    /// <returns>The job's id: the asked one, or the server's own where it is too old to be asked.</returns>
    public async Task<string> SubmitAsync(JsonObject workflow, string clientId, string id, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["prompt"] = workflow, ["client_id"] = clientId, ["prompt_id"] = id };
        var answer = Accepted(await SendAsync(HttpMethod.Post, "prompt", ProviderHttp.Content(body), cancellationToken));
        return answer.Json.Get("prompt_id").Text() ?? id;
    }

    /// <summary>Null while it has not ended.</summary>
    public async Task<ComfyUIHistory?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var answer = Accepted(await SendAsync(HttpMethod.Get, $"history/{Uri.EscapeDataString(id)}", null, cancellationToken));
        return answer.Json.Get(id) is { } entry ? ComfyUIHistory.Read(entry) : null;
    }

    /// <param name="list"><c>queue_running</c>, <c>queue_pending</c>, or both.</param>
    public async Task<bool> IsQueuedAsync(string id, CancellationToken cancellationToken, params string[] list)
    {
        var answer = Accepted(await SendAsync(HttpMethod.Get, "queue", null, cancellationToken));
        return list.SelectMany(name => answer.Json.Get(name).Items())
            .Any(item => item.ValueKind is JsonValueKind.Array && item.GetArrayLength() > 1 && ((JsonElement?)item[1]).Text() == id);
    }

    public async Task<ReadOnlyMemory<byte>> ViewAsync(ComfyUIFile file, CancellationToken cancellationToken)
    {
        var path = $"view?filename={Uri.EscapeDataString(file.Name)}&subfolder={Uri.EscapeDataString(file.Folder)}&type={Uri.EscapeDataString(file.Type)}";
        return Accepted(await SendAsync(HttpMethod.Get, path, null, cancellationToken)).Body;
    }

    /// <summary>What the machine is; every ComfyUI tells.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken) => Accepted(await SendAsync(HttpMethod.Get, "system_stats", null, cancellationToken));

    /// <summary>Takes a job out of the queue, or ends it. Only this one: an old server would interrupt whatever runs.</summary>
    public async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        await SendAsync(HttpMethod.Post, "queue", ProviderHttp.Content(new JsonObject { ["delete"] = new JsonArray(id) }), cancellationToken);
        if (await IsQueuedAsync(id, cancellationToken, "queue_running"))
            await SendAsync(HttpMethod.Post, "interrupt", ProviderHttp.Content(new JsonObject { ["prompt_id"] = id }), cancellationToken);
    }

    private async Task<ProviderAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, provider.At(path)) { Content = content };
        return await provider.SendAsync(message, cancellationToken);
    }

    private ProviderAnswer Accepted(ProviderAnswer answer)
    {
        if (answer.IsSuccess) return answer;
        var error = answer.Json.Get("error");
        var words = string.Join(" ", new[] { error.Get("message").Text(), error.Get("details").Text() }.Concat(NodeErrors(answer.Json)).OfType<string>());
        throw answer.Failure(words.Length == 0 ? null : provider.Clean(words));
    }

    private static IEnumerable<string> NodeErrors(JsonElement? answer) =>
        from node in answer.Get("node_errors").Members()
        from error in node.Value.Get("errors").Items()
        select $"{node.Value.Get("class_type").Text()} (node {node.Name}): {error.Get("message").Text()} {error.Get("details").Text()}".TrimEnd() + ".";
}
