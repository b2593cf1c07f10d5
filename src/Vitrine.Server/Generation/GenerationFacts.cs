using System.Buffers;
using System.Text;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Generation;

/// <summary>Stores the facts of jobs. A job keeps its fact until it is in, so it can be tried again; the fact's id is the job's, so it counts once.</summary>
internal sealed partial class GenerationFacts(FactReader reader, TimeProvider clock, ILogger<GenerationFacts> logger)
{
    /// <summary>Why a fact could not be stored, before anything is paid for; null where it could.</summary>
    public Refusal? FindRefusal(string fact)
    {
        using var reading = Read(fact);
        return RefusalOf(reading);
    }

    /// <returns>False where the store takes nothing now.</returns>
    public async Task<bool> TryStoreAsync(IFactStore store, ImageJob job, CancellationToken cancellationToken)
    {
        var entities = (IEntityStore)store;
        using var reading = ReadOrSpare(job);
        if (RefusalOf(reading) is { } refusal)
        {
            // The job says so; the facts behind it go on.
            LogRefused(logger, job.Id, refusal.Detail);
            await DoneAsync(entities, job, "fact_refused", cancellationToken);
            return true;
        }
        try
        {
            await store.AppendAsync(reading.Batch, CancellationToken.None);
            await DoneAsync(entities, job, null, cancellationToken);
            return true;
        }
        catch (AppendRejectedException)
        {
            return false;
        }
    }

    // Another may have changed the job meanwhile.
    private static Task DoneAsync(IEntityStore entities, ImageJob job, string? error, CancellationToken cancellationToken) => entities.ChangeJobAsync(
        job.Id, now => now.PendingFact == job.PendingFact ? now with { PendingFact = null, Error = error ?? now.Error } : null, cancellationToken);

    private static Refusal? RefusalOf(FactReading reading) => reading.BodyRefusal ?? (reading.Batch.Count == 0 ? reading.Refused[0] : null);

    // It was read before, so others' words must have spoilt it: the image is worth more than they are.
    private FactReading ReadOrSpare(ImageJob job)
    {
        var reading = Read(job.PendingFact!);
        if (RefusalOf(reading) is not { } refusal) return reading;
        LogSpared(logger, job.Id, refusal.Detail);
        reading.Dispose();
        return Read(SpareFact.Of(job, refusal.Field));
    }

    private FactReading Read(string fact)
    {
        var length = Encoding.UTF8.GetByteCount(fact);
        var body = ArrayPool<byte>.Shared.Rent(length + 64);
        Encoding.UTF8.GetBytes(fact, body);
        return reader.Read(body, length, null, clock.GetUtcNow());
    }

    [LoggerMessage(LogLevel.Warning, "The fact of job {Job} is stored without what was said of it: {Detail}")]
    private static partial void LogSpared(ILogger logger, string job, string? detail);

    [LoggerMessage(LogLevel.Error, "The fact of job {Job} cannot be stored: {Detail}")]
    private static partial void LogRefused(ILogger logger, string job, string? detail);
}
