namespace Vitrine.Generation;

/// <summary>
/// Fetches a picture from an address that a provider named. Which addresses may be asked, and how many bytes are taken, is the fetcher's to decide: a generator
/// asks no address by itself that it has from an answer.
/// </summary>
/// <exception cref="GenerationFailedException">There is none to be had, with the reason as whoever asked for the picture may read it.</exception>
public delegate Task<ReadOnlyMemory<byte>> PictureFetcher(Uri address, CancellationToken cancellationToken);
