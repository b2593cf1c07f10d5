using System.Buffers;
using System.Text;
using Vitrine.Core.Facts.Reading;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Generation;

/// <summary>Stores the facts of jobs. A job keeps its fact until it is in, so it can be tried again; the fact's id is the job's, so it counts once.</summary>
internal sealed class GenerationFacts(FactReader reader, TimeProvider clock)
{
    /// <returns>False where the store takes nothing now.</returns>
    public async Task<bool> TryStoreAsync(IFactStore store, ImageJob job, CancellationToken cancellationToken)
    {
        var length = Encoding.UTF8.GetByteCount(job.PendingFact!);
        var body = ArrayPool<byte>.Shared.Rent(length + 64);
        Encoding.UTF8.GetBytes(job.PendingFact!, body);
        using var reading = reader.Read(body, length, null, clock.GetUtcNow());
        if (reading.Batch.Count == 0)
            throw new InvalidDataException($"Job {job.Id} has a fact that cannot be stored: {(reading.BodyRefusal ?? reading.Refused[0]).Detail}");
        try
        {
            await store.AppendAsync(reading.Batch, CancellationToken.None);
        }
        catch (AppendRejectedException)
        {
            return false;
        }
        await ((IEntityStore)store).PutJobAsync(job with { PendingFact = null }, cancellationToken);
        return true;
    }
}
