using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Generation;

/// <summary>Keeps the reference images that come with an order for its job, so that it can be asked for again; where no job comes of it, they go.</summary>
internal sealed partial class OrderReferences(PictureKeeper keeper, ILogger<OrderReferences> logger)
{
    /// <exception cref="PictureRefusedException">One is no picture that is taken. None is kept then, nor after any other failure.</exception>
    public Task KeepAsync(GenerationOrder order, IReadOnlyList<ReadOnlyMemory<byte>> references, CancellationToken cancellationToken) => OrNoneAsync(order, async () =>
    {
        foreach (var reference in references)
            await keeper.KeepDecodedAsync(order.Project, (IPictureIndex)order.Store, Bucket.ReferenceImages, reference, OwnerOf(order), cancellationToken);
        return true;
    });

    /// <summary>Does what makes a job of an order; where it fails, what was kept for it goes.</summary>
    public async Task<T> OrNoneAsync<T>(GenerationOrder order, Func<Task<T>> begin)
    {
        try
        {
            return await begin();
        }
        catch
        {
            await ReleaseAsync(order);
            throw;
        }
    }

    private async Task ReleaseAsync(GenerationOrder order)
    {
        try
        {
            await keeper.ReleaseAsync(order.Project, (IPictureIndex)order.Store, OwnerOf(order), CancellationToken.None);
        }
        catch (Exception error)
        {
            // What failed first is what the caller is told.
            LogNotReleased(logger, error, order.Id, order.Project);
        }
    }

    private static PictureOwner OwnerOf(GenerationOrder order) => new(PictureOwnerKind.Job, order.Id);

    [LoggerMessage(LogLevel.Warning, "Job {Job} in project {Project} did not begin, and the reference images that were kept for it could not be removed")]
    private static partial void LogNotReleased(ILogger logger, Exception error, string job, string project);
}
