using System.Drawing;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Vitrine.Generation.Providers;
using Vitrine.Generation.Templates;
using Vitrine.Generation.Workflows;

namespace Vitrine.Generation.ComfyUI;

/// <summary>Pictures by a workflow on a ComfyUI server. Cancelling takes the job out of its queue or ends it.</summary>
public sealed class ComfyUIImageGenerator : ProviderGenerator, IProviderCheck
{
    public const string ProviderName = "comfyui";

    private readonly HttpClient http;
    private readonly ProviderHttp provider;
    private readonly ComfyUIClient client;
    private readonly ComfyUIWait wait;
    private readonly PictureTemplate template;
    private readonly TimeProvider time;

    /// <param name="http">The caller's, and not disposed here.</param>
    /// <exception cref="ArgumentException">The workflow cannot be used.</exception>
    public ComfyUIImageGenerator(HttpClient http, ComfyUIOptions comfyUI, TimeProvider time) : base(ProviderName, comfyUI.Endpoint, comfyUI.Model)
    {
        (this.http, this.time) = (http, time);
        template = new PictureTemplate(comfyUI.Workflow, new Size(comfyUI.Width, comfyUI.Height), comfyUI.Model);
        if (new WorkflowGraph((JsonObject)JsonNode.Parse(comfyUI.Workflow)!).Live.Count == 0)
            throw new ArgumentException("The workflow has no steps; ComfyUI exports the format that is used here as \"Export (API)\".", nameof(comfyUI));
        provider = new ProviderHttp(http, comfyUI, null, time);
        client = new ComfyUIClient(provider);
        wait = new ComfyUIWait(client, comfyUI.PollInterval, time);
    }

    public override async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var prompt = Wishes.PromptOf(request);
        var progress = options.Progress();
        var references = new List<string>();
        foreach (var (bytes, format) in template.Taken(Pictures.References(request))) references.Add(await client.UploadAsync(bytes, format, cancellationToken));
        var workflow = template.Fill(prompt, options, references);

        // The socket first, so that nothing of the job is missed.
        var (clientId, id) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        using var socket = await ComfyUISocket.ConnectAsync(http, provider.At($"ws?clientId={clientId}"), time, cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            id = await client.SubmitAsync((JsonObject)workflow.DeepClone(), clientId, id, cancellationToken);
            progress?.Report(new GenerationProgress(GenerationStage.Queued, JobId: id));
            var history = await wait.ForAsync(id, socket, progress, cancellationToken);
            var images = await ImagesAsync(history, cancellationToken);
            var took = time.GetElapsedTime(began);
            return new ImageGenerationResponse(images)
            {
                RawRepresentation = WorkflowReader.Read(workflow).AddTo(new GenerationDetails
                {
                    RequestId = id,
                    GenerationTime = took,
                    GpuTime = history.GpuTime,
                    ReferenceImages = references.Count,
                }),
            };
        }
        catch (OperationCanceledException)
        {
            await wait.CancelAsync(id);
            throw;
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken) => client.CheckAsync(cancellationToken);

    private async Task<List<AIContent>> ImagesAsync(ComfyUIHistory history, CancellationToken cancellationToken)
    {
        if (history.Error is { } error) throw new GenerationFailedException(GenerationFailures.Failed, provider.Clean(error));
        if (history.Files.Count == 0) throw new GenerationFailedException(GenerationFailures.NoImage, "The workflow ended without a picture.");
        try
        {
            var images = new List<AIContent>();
            foreach (var file in history.Files) images.Add(Pictures.FromBytes(await client.ViewAsync(file, cancellationToken)));
            return images;
        }
        catch (GenerationFailedException failure) when (failure.IsRetryable)
        {
            // The work has been done; doing it again is not the way to get at it.
            throw new GenerationFailedException(failure.Reason, failure.Message, failure);
        }
    }
}
