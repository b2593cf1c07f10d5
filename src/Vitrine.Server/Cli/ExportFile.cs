using Vitrine.Server.Exports;

namespace Vitrine.Server.Cli;

/// <summary>The file of an export: under the name FILE.part until it is complete.</summary>
internal sealed class ExportFile(string file, ExportFormat format, TimeProvider clock, TextWriter errors)
{
    private readonly string part = file + ".part";

    public async Task FillAsync(ExportDownload source, bool resume, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        await using (var stream = new FileStream(part, resume ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.ReadWrite, FileShare.Read))
        {
            try
            {
                await FillAsync(source, stream, cancellationToken);
            }
            catch when (stream.Length == 0)
            {
                File.Delete(part);
                throw;
            }
        }
        File.Move(part, file, overwrite: true);
        await errors.WriteLineAsync($"{file}: {new FileInfo(file).Length:N0} bytes in {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task FillAsync(ExportDownload source, FileStream stream, CancellationToken cancellationToken)
    {
        var last = PartialFile.CutToWholeRows(stream, format);
        if (last is not null) await errors.WriteLineAsync($"{part}: going on behind {last.Id}.");
        try
        {
            await source.CopyAsync(last, stream, cancellationToken);
        }
        catch (HttpIOException error)
        {
            throw new IOException($"The connection broke: {error.Message} What came is in {part}; the same command with --resume goes on from there.", error);
        }
        await stream.FlushAsync(cancellationToken);
        stream.Flush(flushToDisk: true);
    }
}
