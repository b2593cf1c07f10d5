using Microsoft.Extensions.AI;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Pricing;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Generation.RunPod;
using Vitrine.Server.Generation.Jobs;
using Vitrine.Server.Pictures;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Server.Generation;

/// <summary>
/// Makes an image. What was paid for is not lost: the bytes are stored first, then the job with its fact, then the fact; whatever fails from there on is done again by the
/// outbox. A failure of the provider is a fact as well.
/// </summary>
internal sealed partial class GenerationRun(
    ImageGenerators generators, PictureKeeper keeper, GenerationRequests requests, GenerationFacts facts, GenerationOutbox outbox, RunningJobs running, JobBells bells,
    CallbackSecrets secrets, GenerationOptions options, JobOptions jobOptions, PriceList prices, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<GenerationRun> logger)
{
    /// <summary>Why there is no image where the server stopped meanwhile.</summary>
    public const string Interrupted = "interrupted";

    private const string NotStored = "not_stored";

    private static readonly TimeSpan FirstDelayOfEnd = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelayOfEnd = TimeSpan.FromSeconds(30);

    /// <summary>Begins to make an image, once its job is stored. A caller that goes away ends nothing: the provider is at work already.</summary>
    public async Task<StartedGeneration> StartAsync(GenerationOrder order, GenerationTurn turn)
    {
        var request = order.Request;
        var now = FactTime.Now(clock);
        var job = new ImageJob
        {
            Id = order.Id, Status = JobStatus.Running, UserId = order.UserId, PersonaId = request.PersonaId, DatasetId = request.DatasetId, Provider = order.Provider,
            Model = request.Model, Prompt = request.Prompt, Ext = request.Ext?.GetRawText(), Request = requests.Write(request), CreatedAt = now, UpdatedAt = now,
        };
        string? webhook = null;
        if (order.Provider == RunPodImageGenerator.ProviderName && options.PublicUrl is not null)
        {
            var secret = secrets.For(order.Project, order.Id, now);
            webhook = CallbackSecrets.Address(order.BaseUrl, order.Project, order.Id, secret);
            job = job with { CallbackHash = CallbackSecrets.HashOf(secret), CallbackExpiresAt = now + (jobOptions.CallbackHours * FactTime.MicrosecondsPerHour) };
        }
        await order.Entities.PutJobAsync(job, lifetime.ApplicationStopping);
        return new StartedGeneration(job, RunAsync(order with { Webhook = webhook }, job, turn.HandOver()));
    }

    private async Task<GenerationOutcome> RunAsync(GenerationOrder order, ImageJob job, GenerationTurn turn)
    {
        using var held = turn;
        var notes = new ProviderNotes(order, bells, logger);
        var here = new RunningJob(order.Project, order.Id, notes.Note);
        running.Add(here);
        try
        {
            // Who would not wait for the image does not wait for its beginning.
            await Task.Yield();
            var outcome = await MakeAsync(order, job, here);
            await notes.WrittenAsync();
            var ended = outcome with { Cost = GenerationCost.Of(prices, order, outcome) };
            return await UntilWrittenAsync(() => EndAsync(order, ended), order.Id);
        }
        catch (Exception error)
        {
            // Nobody may be waiting for it.
            LogFailure(logger, error, order.Id);
            throw;
        }
        finally
        {
            running.Remove(here);
            here.Dispose();
            bells.Ring(order.Project, order.Id);
        }
    }

    // The job goes on, and holds its turn, until what came of it is written: a job that is forgotten here would time out over a picture that is stored.
    private async Task<T> UntilWrittenAsync<T>(Func<Task<T>> write, string id)
    {
        var stopping = lifetime.ApplicationStopping;
        for (var delay = FirstDelayOfEnd; ; delay = delay * 2 < LongestDelayOfEnd ? delay * 2 : LongestDelayOfEnd)
        {
            var isLast = stopping.IsCancellationRequested;
            try
            {
                return await write();
            }
            catch (Exception error) when (!isLast && (error is AppendRejectedException or SqliteException { IsFull: true }))
            {
                LogWaits(logger, error, id);
            }
            // Once more at the end: there may be room again.
            await Task.Delay(delay, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<GenerationOutcome> EndAsync(GenerationOrder order, GenerationOutcome outcome)
    {
        var now = FactTime.Now(clock);
        ImageJob Ended(ImageJob job) => outcome.IsCancelled
            ? job with { Status = JobStatus.Cancelled, Model = outcome.Model, UpdatedAt = now }
            : job with
            {
                Status = outcome.Failure is null ? JobStatus.Succeeded : JobStatus.Failed,
                Model = outcome.Model,
                ImageId = order.Id,
                Error = outcome.Failure?.Reason,
                PendingFact = ImageFactText.Of(order, outcome),
                UpdatedAt = now,
            };
        if ((await order.Entities.ChangeJobAsync(order.Id, Ended, CancellationToken.None))?.Job is not { } job)
        {
            // The project was reset meanwhile; the picture was paid for all the same.
            job = Ended(outcome.Job);
            await order.Entities.PutJobAsync(job, CancellationToken.None);
        }
        if (job.PendingFact is not null && !await facts.TryStoreAsync(order.Store, job, CancellationToken.None)) outbox.Wake();
        return outcome with { Job = job };
    }

    private async Task<GenerationOutcome> MakeAsync(GenerationOrder order, ImageJob job, RunningJob here)
    {
        using var use = generators.Take(order.Provider);
        var model = order.Request.Model ?? use?.DefaultModel;
        var stopping = lifetime.ApplicationStopping;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timeout.Token, here.Cancelled);
        var start = clock.GetTimestamp();
        try
        {
            if (use is null) throw new GenerationFailedException(GenerationFailures.Unavailable, $"The provider '{order.Provider}' is not set up any more.");
            here.RunPod = use.Generator.GetService<RunPodImageGenerator>();
            var response = await use.Generator.GenerateAsync(RequestOf(order), OptionsOf(order, model, here), either.Token);
            var duration = clock.GetElapsedTime(start);
            var content = response.Contents.OfType<DataContent>().FirstOrDefault()
                ?? throw new GenerationFailedException(GenerationFailures.NoImage, "The provider answered without a picture.");
            var owner = new PictureOwner(PictureOwnerKind.Image, order.Id);
            var picture = await new DecoderPatience(clock, stopping).RunAsync(
                () => keeper.KeepAsync(order.Project, (IPictureIndex)order.Store, Bucket.GeneratedImages, content.Data, owner, CancellationToken.None));
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
        catch (DecoderFailedException failed)
        {
            return Failed(new GenerationFailedException(GenerationFailures.NoImage, failed.Message, failed));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or AppendRejectedException)
        {
            return Failed(new GenerationFailedException(NotStored, "The picture was made, but could not be stored: the disk is full or fails.", error));
        }
        catch (OperationCanceledException) when (here.Cancelled.IsCancellationRequested)
        {
            return new GenerationOutcome(job, null, null, model, clock.GetElapsedTime(start), null, IsCancelled: true);
        }
        catch (OperationCanceledException error) when (timeout.IsCancellationRequested)
        {
            return Failed(new GenerationFailedException(GenerationFailures.TimedOut, $"There was no answer within {options.TimeoutSeconds} s.", error));
        }
        catch (OperationCanceledException error) when (stopping.IsCancellationRequested)
        {
            return Failed(new GenerationFailedException(Interrupted, "The server stopped meanwhile.", error));
        }

        GenerationOutcome Failed(GenerationFailedException failure) => new(job, null, null, model, clock.GetElapsedTime(start), failure);
    }

    private static ImageGenerationRequest RequestOf(GenerationOrder order) => new(
        order.FullPrompt,
        order.References.Select(bytes => new DataContent(bytes, PictureFormats.Sniff(bytes.Span)!.Value.MediaType())));

    private static ImageGenerationOptions OptionsOf(GenerationOrder order, string? model, RunningJob here)
    {
        var request = order.Request;
        var properties = new AdditionalPropertiesDictionary { [ImageProperties.Progress] = here };
        foreach (var (key, value) in new (string, object?)[]
        {
            (ImageProperties.AspectRatio, request.AspectRatio), (ImageProperties.NegativePrompt, request.NegativePrompt), (ImageProperties.Quality, request.Quality),
            (ImageProperties.Resolution, request.Resolution), (ImageProperties.Style, request.Style), (ImageProperties.Seed, request.Seed), (ImageProperties.User, order.UserId),
            (ImageProperties.Webhook, order.Webhook),
        })
        {
            if (value is not null) properties[key] = value;
        }
        return new ImageGenerationOptions { ModelId = model, MediaType = request.Format is { } format ? "image/" + format : null, AdditionalProperties = properties };
    }

    [LoggerMessage(LogLevel.Warning, "What came of job {Job} waits to be written down")]
    private static partial void LogWaits(ILogger logger, Exception error, string job);

    [LoggerMessage(LogLevel.Error, "What came of job {Job} could not be written down")]
    private static partial void LogFailure(ILogger logger, Exception error, string job);
}

/// <summary>An image that is being made.</summary>
/// <param name="Outcome">Once all that can be written down is.</param>
internal sealed record StartedGeneration(ImageJob Job, Task<GenerationOutcome> Outcome);
