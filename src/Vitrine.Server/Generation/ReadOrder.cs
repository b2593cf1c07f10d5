using System.Text.Json;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Generation;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation;

/// <summary>Turns a request into an order, or says what is wrong with it, before anything is paid for.</summary>
internal sealed class ReadOrder(
    IProjectStores projects, IBlobStore blobs, OrderReferences orderReferences, ImageGenerators generators, GenerationFacts facts, GenerationOptions options)
{
    private const int MaxPrompt = 32_000;
    private const int MaxName = 128;

    /// <param name="pictures">Reference images beside those in the request's text.</param>
    public async Task<(GenerationOrder? Order, Problem? Problem)> ReadAsync(HttpContext context, GenerationRequest request, IReadOnlyList<ReadOnlyMemory<byte>> pictures)
    {
        if (FindProblem(request) is { } wrong) return (null, wrong);
        var admission = context.Admission();
        if (admission.EndUser is { } only && request.UserId is { } other && other != only)
            return (null, Problems.Forbidden.With("With this key images can be made only for the user in X-End-User.", "user_id"));
        var provider = request.Provider ?? options.DefaultProvider;
        if (!generators.Has(provider))
            return (null, Problems.UnknownProvider.With($"There is no provider '{provider}'. Set up: {string.Join(", ", generators.Names)}.", "provider"));
        var references = new List<ReadOnlyMemory<byte>>(pictures);
        if (pictures.Count + (request.ReferenceImages?.Count ?? 0) > options.MaxReferenceImages)
            return (null, Problems.OutOfRange.With($"There may be {options.MaxReferenceImages} reference images.", "reference_images"));
        foreach (var reference in request.ReferenceImages ?? [])
        {
            if (!PictureText.TryDecode(reference, out var bytes)) return (null, Problems.InvalidValue.With("A reference image is not base64.", "reference_images"));
            references.Add(bytes);
        }
        if (references.Exists(bytes => PictureFormats.Sniff(bytes.Span) is null))
            return (null, Problems.PictureRefused.With("A reference image is no PNG, JPEG, WebP, GIF or AVIF.", "reference_images"));
        IReadOnlyList<ReadOnlyMemory<byte>> own = [.. references];

        var store = await projects.GetStoreAsync(context);
        Dataset? dataset = null;
        if (request.DatasetId is { } datasetId && (dataset = await ((IEntityStore)store).FindDatasetAsync(datasetId, context.RequestAborted)) is null)
            return (null, Problems.DatasetNotFound.With($"There is no dataset '{datasetId}'.", "dataset_id"));
        if (dataset is not null) await AddPicturesAsync(references, admission.Project, (IPictureIndex)store, dataset, context.RequestAborted);
        var fullPrompt = PromptComposer.Compose(new PromptParts
        {
            Prompt = request.Prompt!, Brand = dataset?.Brand, Vibe = dataset?.Vibe, UniqueVisualElements = Texts(dataset?.UniqueVisualElements), Style = request.Style,
        });
        var order = new GenerationOrder(
            Guid.CreateVersion7().ToString(), admission.Project, store,
            // Decoded, so their texts may go.
            request with { ReferenceImages = null },
            provider, admission.EndUser ?? request.UserId, fullPrompt, dataset?.UniqueVisualElements, references,
            options.BaseUrlOf(context.Request));
        if (FindRefusal(order) is { } refused) return (null, refused);
        return await FindRefusedAsync(order, own, context.RequestAborted) is { } undecodable ? (null, undecodable) : (order, null);
    }

    private async Task<Problem?> FindRefusedAsync(GenerationOrder order, IReadOnlyList<ReadOnlyMemory<byte>> own, CancellationToken cancellationToken)
    {
        try
        {
            await orderReferences.KeepAsync(order, own, cancellationToken);
            return null;
        }
        catch (PictureRefusedException refused)
        {
            return Problems.PictureRefused.With($"{refused.Code}: {refused.Message}", "reference_images");
        }
    }

    // A fact that could not be stored would leave a picture that was paid for without its record.
    private Problem? FindRefusal(GenerationOrder order)
    {
        var job = new ImageJob { Id = order.Id, Status = JobStatus.Queued, CreatedAt = FactTime.Earliest, UpdatedAt = FactTime.Earliest };
        return facts.FindRefusal(ImageFactText.Of(order, new GenerationOutcome(job, null, null, null, TimeSpan.Zero, null))) is { } refusal
            ? Problems.All.First(kind => kind.Code == refusal.Code).With(refusal.Detail, refusal.Field)
            : null;
    }

    // Behind those that were sent, as many as there may be.
    private async Task AddPicturesAsync(List<ReadOnlyMemory<byte>> references, string project, IPictureIndex index, Dataset dataset, CancellationToken cancellationToken)
    {
        var owner = new PictureOwner(PictureOwnerKind.Dataset, dataset.Id);
        foreach (var picture in (await index.FindPicturesOfAsync([owner], cancellationToken))[owner].Take(options.MaxReferenceImages - references.Count))
        {
            if (await blobs.ReadAllAsync(new BlobKey(project, picture.Bucket, picture.Hash), cancellationToken) is { } bytes) references.Add(bytes);
        }
    }

    private static Problem? FindProblem(GenerationRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Prompt)) return Problems.MissingField.With("prompt is missing.", "prompt");
        if (request.Prompt.Length > MaxPrompt) return Problems.TooLong.With($"prompt has at most {MaxPrompt} characters.", "prompt");
        if (request.NegativePrompt?.Length > MaxPrompt) return Problems.TooLong.With($"negative_prompt has at most {MaxPrompt} characters.", "negative_prompt");
        foreach (var (name, value) in new[]
        {
            ("style", request.Style), ("aspect_ratio", request.AspectRatio), ("quality", request.Quality), ("format", request.Format), ("resolution", request.Resolution),
            ("dataset_id", request.DatasetId), ("persona_id", request.PersonaId), ("user_id", request.UserId), ("provider", request.Provider), ("model", request.Model),
            ("again_of", request.AgainOf),
        })
        {
            if (value?.Length > MaxName) return Problems.TooLong.With($"{name} has at most {MaxName} characters.", name);
        }
        return request.Ext is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null) } ? Problems.WrongType.With("ext is an object.", "ext")
            : request.Ext is { } ext ? Jobs.JobExt.FindBrokenText(ext, "ext")
            : null;
    }

    private static IReadOnlyList<string> Texts(string? json)
    {
        if (json is null) return [];
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.String).Select(element => element.GetString()!)]
            : [];
    }
}
