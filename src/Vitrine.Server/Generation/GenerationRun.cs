using Microsoft.Extensions.AI;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Pricing;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Generation;

/// <summary>
/// Makes an image. What was paid for is not lost: the bytes are stored first, then the job with its fact, then the fact; whatever fails from there on is done again by the
/// outbox. A failure of the provider is a fact as well.
/// </summary>
internal sealed class GenerationRun(
    ImageGenerators generators, PictureKeeper keeper, GenerationFacts facts, GenerationOutbox outbox, GenerationOptions options, PriceList prices, TimeProvider clock)
{
    private const string NotStored = "not_stored";

    /// <param name="stopping">Ends with the server. A caller that goes away ends nothing: the provider is at work already.</param>
    public async Task<GenerationOutcome> RunAsync(GenerationOrder order, CancellationToken stopping)
    {
        var request = order.Request;
        var now = FactTime.Now(clock);
        var job = new ImageJob
        {
            Id = order.Id, Status = JobStatus.Running, UserId = order.UserId, PersonaId = request.PersonaId, DatasetId = request.DatasetId, Provider = order.Provider,
            Model = request.Model, Prompt = request.Prompt, Ext = request.Ext?.GetRawText(), CreatedAt = now, UpdatedAt = now,
        };
        await order.Entities.PutJobAsync(job, stopping);
        var outcome = await MakeAsync(order, job, stopping);
        outcome = outcome with { Cost = GenerationCost.Of(prices, order, outcome) };
        job = outcome.Job with
        {
            Status = outcome.Failure is null ? JobStatus.Succeeded : JobStatus.Failed,
            Model = outcome.Model,
            ImageId = order.Id,
            Error = outcome.Failure?.Reason,
            PendingFact = ImageFactText.Of(order, outcome),
            UpdatedAt = FactTime.Now(clock),
        };
        await order.Entities.PutJobAsync(job, CancellationToken.None);
        if (!await facts.TryStoreAsync(order.Store, job, CancellationToken.None)) outbox.Wake();
        return outcome with { Job = job };
    }

    private async Task<GenerationOutcome> MakeAsync(GenerationOrder order, ImageJob job, CancellationToken stopping)
    {
        using var use = generators.Take(order.Provider);
        var model = order.Request.Model ?? use?.DefaultModel;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token);
        var start = clock.GetTimestamp();
        try
        {
            if (use is null) throw new GenerationFailedException(GenerationFailures.Unavailable, $"The provider '{order.Provider}' is not set up any more.");
            var response = await use.Generator.GenerateAsync(RequestOf(order), OptionsOf(order, model), either.Token);
            var duration = clock.GetElapsedTime(start);
            var content = response.Contents.OfType<DataContent>().FirstOrDefault()
                ?? throw new GenerationFailedException(GenerationFailures.NoImage, "The provider answered without a picture.");
            var picture = await keeper.KeepAsync(
                order.Project, (IPictureIndex)order.Store, Bucket.GeneratedImages, content.Data, new PictureOwner(PictureOwnerKind.Image, order.Id), CancellationToken.None);
            var details = response.RawRepresentation as GenerationDetails;
            return new GenerationOutcome(job, picture, order.BaseUrl + ShowPicture.PathOf(order.Project, picture), details?.Model ?? model, duration, null, details, response.Usage);
        }
        catch (GenerationFailedException failure)
        {
            return Failed(failure);
        }
        catch (PictureRefusedException refused)
        {
            return Failed(new GenerationFailedException(GenerationFailures.NoImage, refused.Message, refused));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AppendRejectedException)
        {
            return Failed(new GenerationFailedException(NotStored, "The picture was made, but could not be stored: the disk is full or fails.", error));
        }
        catch (OperationCanceledException error) when (timeout.IsCancellationRequested)
        {
            return Failed(new GenerationFailedException(GenerationFailures.TimedOut, $"There was no answer within {options.TimeoutSeconds} s.", error));
        }

        GenerationOutcome Failed(GenerationFailedException failure) => new(job, null, null, model, clock.GetElapsedTime(start), failure);
    }

    private static ImageGenerationRequest RequestOf(GenerationOrder order) => new(
        order.FullPrompt,
        order.References.Select(bytes => new DataContent(bytes, PictureFormats.Sniff(bytes.Span)!.Value.MediaType())));

    private static ImageGenerationOptions OptionsOf(GenerationOrder order, string? model)
    {
        var request = order.Request;
        var properties = new AdditionalPropertiesDictionary();
        foreach (var (key, value) in new (string, object?)[]
        {
            (ImageProperties.AspectRatio, request.AspectRatio), (ImageProperties.NegativePrompt, request.NegativePrompt), (ImageProperties.Quality, request.Quality),
            (ImageProperties.Resolution, request.Resolution), (ImageProperties.Style, request.Style), (ImageProperties.Seed, request.Seed), (ImageProperties.User, order.UserId),
        })
        {
            if (value is not null) properties[key] = value;
        }
        return new ImageGenerationOptions { ModelId = model, MediaType = request.Format is { } format ? "image/" + format : null, AdditionalProperties = properties };
    }
}
