namespace Vitrine.Core.Pictures;

/// <summary>An image whose picture is to be fetched from its URL and kept.</summary>
/// <param name="NextAt">When it is tried, in microseconds since the Unix epoch; null where that was given up.</param>
/// <param name="Failure">Why the last attempt failed.</param>
public sealed record PictureFetch(string ImageId, int Attempts, long? NextAt, string? Failure = null);

/// <summary>How far the fetching is.</summary>
public sealed record FetchCounts(long Waiting, long GivenUp);

/// <summary>Which pictures of a project are still to be fetched; it outlives the process. All members are thread-safe.</summary>
public interface IFetchQueue
{
    /// <summary>True where images that come from now on are queued, in the transaction that stores them, if they have an http address. False unless set.</summary>
    bool TakesNewImages { get; set; }

    /// <summary>Those that are due at a time, the one that waits longest first.</summary>
    Task<IReadOnlyList<PictureFetch>> ListDueFetchesAsync(long now, int limit, CancellationToken cancellationToken);

    /// <summary>Notes what became of an attempt. Nothing is noted of an image that is not queued.</summary>
    Task NoteFetchAsync(PictureFetch fetch, CancellationToken cancellationToken);

    /// <summary>The picture is here, or there is none to be had.</summary>
    Task RemoveFetchAsync(string imageId, CancellationToken cancellationToken);

    Task<FetchCounts> CountFetchesAsync(CancellationToken cancellationToken);
}
