namespace Vitrine.Server.Import;

/// <summary>The import of one file: rows into batches, batches to the target, refused rows to their file, progress into memory.</summary>
internal sealed class ImportRun(IImportSource source, IImportTarget target, RefusedFile refused, string fileName)
{
    private readonly ImportBatch batch = new();
    private ImportProgress progress = null!;

    /// <summary>Called after each acknowledged batch.</summary>
    public Action<ImportProgress>? Acknowledged { get; init; }

    /// <returns>The progress at the end of the file.</returns>
    /// <exception cref="OperationCanceledException">Stopped between two batches; everything acknowledged is remembered.</exception>
    public async Task<ImportProgress> RunAsync(ImportProgress from, CancellationToken cancellationToken)
    {
        progress = from;
        var position = from.Position;
        foreach (var row in source.Read())
        {
            if (row.Position <= from.Position) continue;
            position = row.Position;
            if (row.Fault is null) batch.Add(row);
            else Refuse(row, row.Fault);
            if (!batch.IsFull) continue;
            await FlushAsync(position, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        await FlushAsync(position, cancellationToken);
        return progress;
    }

    private async Task FlushAsync(long position, CancellationToken cancellationToken)
    {
        if (batch.Count > 0) await SendAsync(0, batch.Count, cancellationToken);
        batch.Clear();
        refused.Flush();
        progress = progress with { Position = position };
        Acknowledged?.Invoke(progress);
    }

    /// <summary>A batch that the target cannot read is halved until the row that spoils it stands alone.</summary>
    private async Task SendAsync(int first, int count, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await target.SendAsync(batch.Slice(first, count), cancellationToken);
            foreach (var fact in answer.Refused) Refuse(batch[first + fact.Index], new Refusal(fact.Code, fact.Detail));
            progress = progress with { Stored = progress.Stored + answer.Stored, Duplicates = progress.Duplicates + answer.Duplicates };
        }
        catch (BatchUnreadableException unreadable) when (count == 1)
        {
            Refuse(batch[first], unreadable.Refusal);
        }
        catch (BatchUnreadableException)
        {
            await SendAsync(first, count / 2, cancellationToken);
            await SendAsync(first + (count / 2), count - (count / 2), cancellationToken);
        }
    }

    private void Refuse(ImportRow row, Refusal refusal)
    {
        refused.Add(fileName, row, refusal);
        progress = progress with { Refused = progress.Refused + 1 };
    }
}
