using Microsoft.Extensions.AI;

namespace Vitrine.Generation;

/// <summary>
/// Limits how long a provider may take and how much it is asked at once, and asks again after failures that may pass. A time-out is not one of these: the picture may
/// have been made, and charged. One instance stands for one provider.
/// </summary>
public sealed class ResilientImageGenerator : DelegatingImageGenerator
{
    private readonly ResilienceOptions options;
    private readonly TimeProvider time;
    private readonly Func<double> chance;
    private readonly SemaphoreSlim turns;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ResilientImageGenerator(IImageGenerator inner, ResilienceOptions options, TimeProvider time) : this(inner, options, time, Random.Shared.NextDouble)
    {
    }

    internal ResilientImageGenerator(IImageGenerator inner, ResilienceOptions options, TimeProvider time, Func<double> chance) : base(inner)
    {
        (this.options, this.time, this.chance) = (options.Checked(), time, chance);
        turns = new SemaphoreSlim(options.Concurrency);
    }

    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? delay;
            try
            {
                return await AttemptAsync(request, options, cancellationToken);
            }
            catch (GenerationFailedException failure)
            {
                delay = Backoff.Before(attempt, failure, this.options, chance());
                if (delay is null) throw;
            }
            await Task.Delay(delay.Value, time, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) turns.Dispose();
        base.Dispose(disposing);
    }

    private async Task<ImageGenerationResponse> AttemptAsync(ImageGenerationRequest request, ImageGenerationOptions? asked, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        using var late = new CancellationTokenSource(options.AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return await base.GenerateAsync(request, asked, either.Token);
        }
        catch (OperationCanceledException error) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new GenerationFailedException(GenerationFailures.TimedOut, $"There was no picture after {options.AttemptTimeout.TotalSeconds:0.#} seconds.", error);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // With the caller's token, so that it knows its own cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            turns.Release();
        }
    }
}
