using Vitrine.Core.Pictures;

namespace Vitrine.Server.Generation;

/// <summary>Waits for decoders that fail because there is too much to do, as long as a picture that was paid for is worth it: about a minute.</summary>
internal sealed class DecoderPatience(TimeProvider clock, CancellationToken stopping)
{
    private const int MaxTries = 6;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2);

    /// <exception cref="DecoderFailedException">It was tried often enough, or the server stops.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> decode)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await decode();
            }
            catch (DecoderFailedException) when (tries < MaxTries && !stopping.IsCancellationRequested)
            {
                // One that the end of the server interrupts is tried a last time.
                await Task.Delay(FirstDelay * (1 << (tries - 1)), clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
