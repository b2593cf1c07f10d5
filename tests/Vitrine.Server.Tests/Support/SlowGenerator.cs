using Microsoft.Extensions.AI;
using Vitrine.Generation;

namespace Vitrine.Server.Tests.Support;

/// <summary>A provider that takes as long as a test wants, and says on the way what the test says.</summary>
internal sealed class SlowGenerator
{
    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlowGenerator() => Generator = new FakeGenerator(async (_, cancellationToken) =>
    {
        asked.TrySetResult();
        try
        {
            await finished.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
        return new ImageGenerationResponse([new DataContent(SamplePictures.Pixel, "image/png")]);
    });

    public FakeGenerator Generator { get; }

    /// <summary>Once it is at work.</summary>
    public Task Asked => asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public bool WasCancelled { get; private set; }

    public async Task ReportAsync(GenerationProgress progress)
    {
        await Asked;
        Tell(progress);
    }

    public void Finish() => finished.TrySetResult();

    private void Tell(GenerationProgress progress) => ((IProgress<GenerationProgress>)Generator.Asked[^1].Options!.AdditionalProperties![ImageProperties.Progress]!).Report(progress);
}
