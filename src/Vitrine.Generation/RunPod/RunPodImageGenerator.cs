using System.Drawing;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;
using Vitrine.Generation.Templates;
using Vitrine.Generation.Workflows;

namespace Vitrine.Generation.RunPod;

/// <summary>Pictures by a serverless endpoint at RunPod. Cancelling cancels the job. All members are thread-safe.</summary>
public sealed class RunPodImageGenerator : ProviderGenerator, IProviderCheck
{
    public const string ProviderName = "runpod";

    private readonly PictureFetcher? fetch;
    private readonly string? model;
    private readonly ProviderHttp provider;
    private readonly RunPodClient client;
    private readonly RunPodWait wait;
    private readonly PictureTemplate template;
    private readonly TimeProvider time;

    /// <param name="http">The caller's, and not disposed here. It needs a time-out longer than a picture takes, and must not follow redirects, for a key would go along.</param>
    /// <param name="fetch">For workers that answer with addresses; without it such an answer is a failure.</param>
    /// <exception cref="ArgumentException">The input cannot be used.</exception>
    public RunPodImageGenerator(HttpClient http, RunPodOptions runPod, TimeProvider time, PictureFetcher? fetch = null)
        : base(ProviderName, runPod.Endpoint, runPod.Model)
    {
        (this.fetch, this.time, model) = (fetch, time, runPod.Model);
        template = new PictureTemplate(runPod.Input, new Size(runPod.Width, runPod.Height), runPod.Model);
        provider = new ProviderHttp(http, runPod, runPod.Key, time);
        client = new RunPodClient(provider, runPod);
        wait = new RunPodWait(client, runPod, time);
    }

    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var references = template.Taken(Pictures.References(request)).Select(picture => Convert.ToBase64String(picture.Bytes.Span)).ToList();
        var input = template.Fill(Wishes.PromptOf(request), options, references);
        var began = time.GetTimestamp();
        var job = await client.RunAsync((JsonObject)input.DeepClone(), options.Text(ImageProperties.Webhook), cancellationToken);
        try
        {
            job = await wait.ForAsync(job, options.Progress(), cancellationToken);
            var images = await ImagesAsync(job, cancellationToken);
            var details = new GenerationDetails
            {
                Model = options?.ModelId ?? model,
                RequestId = job.Id,
                GenerationTime = time.GetElapsedTime(began),
                GpuTime = job.GpuTime,
                QueueTime = job.QueueTime,
                ReferenceImages = references.Count,
            };
            if (input["workflow"] is JsonObject workflow) details = WorkflowReader.Read(workflow).AddTo(details);
            return new ImageGenerationResponse(images) { RawRepresentation = details };
        }
        catch (OperationCanceledException)
        {
            await wait.CancelAsync(job.Id);
            throw;
        }
    }

    /// <summary>
    /// Waits for a job that was begun before, maybe by another process, and gets its pictures; RunPod keeps them for half an hour. Cancelling ends the waiting and not
    /// the job.
    /// </summary>
    public async Task<ImageGenerationResponse> CollectAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        var job = await wait.ForAsync(await client.StatusAsync(jobId, cancellationToken), null, cancellationToken);
        return new ImageGenerationResponse(await ImagesAsync(job, cancellationToken))
        {
            RawRepresentation = new GenerationDetails
            {
                Model = model,
                RequestId = job.Id,
                // When it was sent is not known here; what RunPod says of it is all but the way.
                GenerationTime = job is { QueueTime: { } queued, GpuTime: { } worked } ? queued + worked : time.GetElapsedTime(began),
                GpuTime = job.GpuTime,
                QueueTime = job.QueueTime,
            },
        };
    }

    /// <summary>The job may have ended: one who waits for it asks at once. Anyone may say so, for it is RunPod that is asked.</summary>
    public void Wake(string jobId) => wait.Wake(jobId);

    public Task CheckAsync(CancellationToken cancellationToken) => client.CheckAsync(cancellationToken);

    private async Task<List<AIContent>> ImagesAsync(RunPodJob job, CancellationToken cancellationToken)
    {
        var words = job.Error is { } error ? provider.Clean(error) : null;
        switch (job.State)
        {
            case RunPodState.Completed: break;
            case RunPodState.TimedOut: throw new GenerationFailedException(GenerationFailures.TimedOut, words ?? "RunPod ended the job for taking too long.");
            case RunPodState.Cancelled: throw new GenerationFailedException(GenerationFailures.Failed, words ?? "The job was cancelled.");
            default: throw new GenerationFailedException(GenerationFailures.Failed, words ?? "RunPod does not say why the job failed.");
        }
        if (job.Pictures.Count == 0)
            throw words is null
                ? new GenerationFailedException(GenerationFailures.NoImage, "The worker's output has no picture that can be found in it.")
                : new GenerationFailedException(GenerationFailures.Failed, words);

        var images = new List<AIContent>();
        foreach (var picture in job.Pictures)
        {
            images.Add(picture.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? await Pictures.FromAddressAsync(picture, fetch, cancellationToken)
                : Pictures.FromBase64(picture));
        }
        return images;
    }
}
