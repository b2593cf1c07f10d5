using System.Runtime.CompilerServices;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;

namespace Vitrine.Server.Exports.Archive;

/// <summary>The bytes of a picture as they came, from an offset on; null where they are gone.</summary>
internal delegate Task<Stream?> OpenPicture(PictureRecord picture, long offset, long length, CancellationToken cancellationToken);

/// <summary>The rows in their order, those whose pictures are gone as lost.</summary>
internal delegate IAsyncEnumerable<ArchiveRow> LookForPictures(IAsyncEnumerable<ArchiveRow> rows, CancellationToken cancellationToken);

/// <summary>
/// A ZIP of pictures as they came, with a manifest behind them that has a line for each image. Its bytes follow from its rows alone: a first run over them finds out what it
/// will be, and each part of it is a run of its own, so that it can be sent from any byte on with nothing kept but eight bytes an image.
/// </summary>
/// <param name="rows">The same rows in the same order each time; what is new in between is left out.</param>
/// <param name="look">Done once, for the plan: what is lost later breaks the archive off.</param>
internal sealed class PictureArchive(Func<CancellationToken, IAsyncEnumerable<ArchiveRow>> rows, LookForPictures look, OpenPicture open, DateTime time)
{
    public const string ManifestName = "manifest.ndjson";

    private const int BytesAtOnce = 64 * 1024;

    /// <summary>Finds out what the archive will be.</summary>
    /// <returns>Null where it has more than so many rows.</returns>
    public async Task<ArchivePlan?> MeasureAsync(int most, CancellationToken cancellationToken)
    {
        var order = new List<ulong>();
        var lost = new HashSet<int>();
        var (offset, directory, entries, manifestLength) = (0L, 0L, 0L, 0L);
        var manifestCrc = default(Crc32);
        using var digest = new RunningDigest();
        using var lines = new ManifestLines();
        await foreach (var row in look(rows(cancellationToken), cancellationToken))
        {
            if (order.Count == most) return null;
            if (row.Missing == ArchiveGaps.Lost) lost.Add(order.Count);
            order.Add(RunningDigest.Of(row.Id));
            lines.Add(row);
            manifestCrc.Add(lines.Output.WrittenSpan);
            manifestLength += lines.Output.WrittenCount;
            lines.Output.ResetWrittenCount();
            if (row.Entry is not { } entry) continue;
            digest.Add(entry);
            entries++;
            directory += entry.DirectoryLength(offset);
            offset += entry.HeaderLength + entry.Length;
        }
        var manifest = new ZipEntry(ManifestName, time, manifestLength, manifestCrc.Value);
        return new ArchivePlan([.. order], lost, entries + 1, offset, manifest, directory + manifest.DirectoryLength(offset), digest.Value());
    }

    /// <summary>Writes the archive, or what the output wants of it.</summary>
    /// <exception cref="ArchiveChangedException">The rows are not any more what they were measured to be.</exception>
    public async Task WriteAsync(ArchivePlan plan, RangeOutput output, CancellationToken cancellationToken)
    {
        await WritePicturesAsync(plan, output, cancellationToken);
        await WriteManifestAsync(plan, output, cancellationToken);
        await WriteDirectoryAsync(plan, output, cancellationToken);
    }

    private async Task WritePicturesAsync(ArchivePlan plan, RangeOutput output, CancellationToken cancellationToken)
    {
        if (output.From >= plan.PicturesLength)
        {
            output.Skip(plan.PicturesLength);
            return;
        }
        using var digest = new RunningDigest();
        await foreach (var row in PlannedAsync(plan, cancellationToken))
        {
            if (output.IsDone) return;
            if (row.Entry is not { } entry) continue;
            digest.Add(entry);
            await output.WriteAsync(ZipHeaders.Local(entry), cancellationToken);
            await output.WriteAsync(
                entry.Length, async (offset, length, cancel) => await open(row.Picture!, offset, length, cancel) ?? throw new ArchiveChangedException("A picture is gone."), cancellationToken);
        }
        if (digest.Value() != plan.EntriesDigest) throw new ArchiveChangedException("The pictures changed.");
    }

    private async Task WriteManifestAsync(ArchivePlan plan, RangeOutput output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(ZipHeaders.Local(plan.Manifest), cancellationToken);
        if (output.From >= plan.DirectoryOffset)
        {
            output.Skip(plan.Manifest.Length);
            return;
        }
        if (output.IsDone) return;
        var crc = default(Crc32);
        using var lines = new ManifestLines();
        await foreach (var row in PlannedAsync(plan, cancellationToken))
        {
            if (output.IsDone) return;
            lines.Add(row);
            if (lines.Output.WrittenCount >= BytesAtOnce) await SendAsync();
        }
        await SendAsync();
        if (crc.Value != plan.Manifest.Crc || output.Position != plan.DirectoryOffset) throw new ArchiveChangedException("The images changed.");

        async Task SendAsync()
        {
            crc.Add(lines.Output.WrittenSpan);
            await output.WriteAsync(lines.Output.WrittenMemory, cancellationToken);
            lines.Output.ResetWrittenCount();
        }
    }

    private async Task WriteDirectoryAsync(ArchivePlan plan, RangeOutput output, CancellationToken cancellationToken)
    {
        if (output.IsDone) return;
        var offset = 0L;
        using var digest = new RunningDigest();
        await foreach (var row in PlannedAsync(plan, cancellationToken))
        {
            if (row.Entry is not { } entry) continue;
            digest.Add(entry);
            await output.WriteAsync(ZipHeaders.Directory(entry, offset), cancellationToken);
            offset += entry.HeaderLength + entry.Length;
        }
        if (digest.Value() != plan.EntriesDigest) throw new ArchiveChangedException("The pictures changed.");
        await output.WriteAsync(ZipHeaders.Directory(plan.Manifest, plan.PicturesLength), cancellationToken);
        await output.WriteAsync(ZipHeaders.End(plan.Entries, plan.DirectoryOffset, plan.DirectoryLength), cancellationToken);
    }

    private async IAsyncEnumerable<ArchiveRow> PlannedAsync(ArchivePlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = 0;
        await foreach (var row in rows(cancellationToken))
        {
            if (next == plan.Order.Length) yield break;
            if (RunningDigest.Of(row.Id) != plan.Order[next]) continue;
            yield return plan.Lost.Contains(next++) ? row.AsLost() : row;
        }
        if (next < plan.Order.Length) throw new ArchiveChangedException("An image is gone.");
    }
}
