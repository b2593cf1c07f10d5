using System.Text.Json;
using Vitrine.Generation.Providers;

namespace Vitrine.Generation.ComfyUI;

/// <summary>A file that ComfyUI wrote.</summary>
internal sealed record ComfyUIFile(string Name, string Folder, string Type);

/// <summary>What ComfyUI remembers of a job that has ended.</summary>
/// <param name="Error">Null where it went well.</param>
/// <param name="StartedAt">Milliseconds since the Unix epoch, by the clock of that machine.</param>
internal sealed record ComfyUIHistory(string? Error, long? StartedAt, long? EndedAt, IReadOnlyList<ComfyUIFile> Files)
{
    /// <summary>What the machine worked on it.</summary>
    public TimeSpan? GpuTime => StartedAt is { } start && EndedAt is { } end && end >= start ? TimeSpan.FromMilliseconds(end - start) : null;

    public static ComfyUIHistory Read(JsonElement entry)
    {
        var status = entry.Get("status");
        long? start = null, end = null;
        string? error = null;
        foreach (var message in status.Get("messages").Items())
        {
            if (message.ValueKind is not JsonValueKind.Array || message.GetArrayLength() < 2) continue;
            var data = message[1];
            switch (((JsonElement?)message[0]).Text())
            {
                case "execution_start": start = data.Get("timestamp").Whole(); break;
                case "execution_success": end = data.Get("timestamp").Whole(); break;
                case "execution_error": error = Describe(data); break;
                case "execution_interrupted": error = "The job was interrupted."; break;
            }
        }
        if (status.Get("status_str").Text() == "error") error ??= "ComfyUI does not say why the job failed.";
        return new ComfyUIHistory(error, start, end, FilesOf(entry));
    }

    private static string Describe(JsonElement data)
    {
        var node = data.Get("node_type").Text() is { } type ? $"{type} (node {data.Get("node_id").Text()}): " : "";
        return node + (data.Get("exception_message").Text()?.Trim() ?? data.Get("exception_type").Text() ?? "failed");
    }

    // What a workflow only shows on the way is temporary; where it keeps nothing, that is the picture.
    private static List<ComfyUIFile> FilesOf(JsonElement entry)
    {
        var files = (from node in entry.Get("outputs").Members()
                     from image in node.Value.Get("images").Items()
                     let name = image.Get("filename").Text()
                     where name is not null
                     select new ComfyUIFile(name, image.Get("subfolder").Text() ?? "", image.Get("type").Text() ?? "output")).ToList();
        return files.Exists(file => file.Type == "output") ? files.FindAll(file => file.Type == "output") : files;
    }
}
