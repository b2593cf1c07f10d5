using System.Net;
using System.Net.Http.Headers;

namespace Vitrine.Server.Cli;

/// <summary>A ZIP of pictures on its way into a file: under the name FILE.part until it is complete, with its entity tag in FILE.part.tag, by which it goes on.</summary>
internal sealed class ArchiveFile(string file, TimeProvider clock, TextWriter errors)
{
    private readonly string part = file + ".part";
    private readonly string tagFile = file + ".part.tag";

    public async Task FillAsync(ExportDownload source, bool resume, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var (have, tag) = resume && File.Exists(part) && File.Exists(tagFile) && EntityTagHeaderValue.TryParse(await File.ReadAllTextAsync(tagFile, cancellationToken), out var read)
            ? (new FileInfo(part).Length, read)
            : (0, null);
        using (var answer = await source.OpenAsync(have, tag, cancellationToken))
        {
            // All of it was there already.
            var isComplete = answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && answer.Content.Headers.ContentRange?.Length == have;
            if (!isComplete) await WriteAsync(await ExportDownload.CheckedAsync(answer, cancellationToken), have, tag, cancellationToken);
        }
        File.Move(part, file, overwrite: true);
        File.Delete(tagFile);
        await errors.WriteLineAsync($"{file}: {new FileInfo(file).Length:N0} bytes in {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task WriteAsync(HttpResponseMessage answer, long have, EntityTagHeaderValue? tag, CancellationToken cancellationToken)
    {
        var goesOn = answer.StatusCode == HttpStatusCode.PartialContent;
        if (tag is not null) await errors.WriteLineAsync(goesOn ? $"{part}: going on behind {have:N0} bytes." : $"{part}: the images are not the same any more; beginning anew.");
        await using var stream = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        if (!goesOn) await File.WriteAllTextAsync(tagFile, answer.Headers.ETag?.ToString(), cancellationToken);
        try
        {
            await answer.Content.CopyToAsync(stream, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or HttpIOException)
        {
            throw new IOException($"The connection broke: {error.Message} What came is in {part}; the same command with --resume goes on from there.", error);
        }
        stream.Flush(flushToDisk: true);
    }
}
