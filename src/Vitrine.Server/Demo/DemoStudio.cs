using System.Text.Json;
using Microsoft.Extensions.AI;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Generation;
using Vitrine.Generation.Sketch;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Demo;

/// <summary>Draws what the demo shows beside its numbers: pictures of the latest images, datasets and personas with theirs, and the jobs that made some of them.</summary>
internal sealed class DemoStudio(IPictureReader reader, PictureKeeper keeper, IFactStore store, string project)
{
    private const int LongestSide = 768;

    private readonly SketchImageGenerator sketch = new(reader);
    private readonly IPictureIndex index = (IPictureIndex)store;
    private readonly IEntityStore entities = (IEntityStore)store;

    /// <param name="now">Microseconds since the Unix epoch.</param>
    /// <returns>How many pictures there are.</returns>
    public async Task<int> FillAsync(IReadOnlyList<DemoImage> images, long now, CancellationToken cancellationToken)
    {
        await PutEntitiesAsync(now, cancellationToken);
        await PutJobsAsync(images, now, cancellationToken);
        (Bucket Bucket, PictureOwner Owner, string Prompt, DemoShape Shape, long Seed)[] pictures =
        [
            .. images.Select(image => (Bucket.GeneratedImages, new PictureOwner(PictureOwnerKind.Image, image.Id), image.Prompt, image.Shape, image.Time)),
            .. DemoCatalogue.Personas.Select(persona => (Bucket.ReferenceImages, new PictureOwner(PictureOwnerKind.Persona, persona.Id), persona.Looks, DemoCatalogue.Shapes[0], 1L)),
            .. DemoCatalogue.Datasets.Select(dataset => (Bucket.Logos, new PictureOwner(PictureOwnerKind.Logo, dataset.Id), $"{dataset.Name}, {dataset.Elements[0]}", DemoCatalogue.Shapes[0], 1L)),
            .. DemoCatalogue.Datasets.SelectMany(dataset => Enumerable.Range(0, dataset.ReferenceImages).Select(number => (
                Bucket.DatasetImages, new PictureOwner(PictureOwnerKind.Dataset, dataset.Id), $"{dataset.Elements[number % dataset.Elements.Length]}, {dataset.Vibe}",
                DemoCatalogue.Shapes[number % DemoCatalogue.Shapes.Length], number + 2L))),
        ];
        await Parallel.ForEachAsync(
            pictures, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            async (picture, stopping) => await keeper.KeepAsync(project, index, picture.Bucket, await DrawAsync(picture.Prompt, picture.Shape, picture.Seed, stopping), picture.Owner, stopping));
        return pictures.Length;
    }

    private async Task<ReadOnlyMemory<byte>> DrawAsync(string prompt, DemoShape shape, long seed, CancellationToken cancellationToken)
    {
        var longest = Math.Max(shape.Width, shape.Height);
        var answer = await sketch.GenerateAsync(
            new ImageGenerationRequest(prompt),
            new ImageGenerationOptions
            {
                ImageSize = new System.Drawing.Size(shape.Width * LongestSide / longest, shape.Height * LongestSide / longest),
                AdditionalProperties = new() { [ImageProperties.Seed] = seed },
            },
            cancellationToken);
        return ((DataContent)answer.Contents[0]).Data;
    }

    private async Task PutEntitiesAsync(long now, CancellationToken cancellationToken)
    {
        foreach (var dataset in DemoCatalogue.Datasets)
        {
            var elements = JsonSerializer.Serialize(dataset.Elements, DemoJson.Default.StringArray);
            await entities.PutDatasetAsync(new Dataset(dataset.Id, dataset.Name, dataset.Name, dataset.Vibe, null, null, elements, now), cancellationToken);
        }
        foreach (var persona in DemoCatalogue.Personas) await entities.PutPersonaAsync(new Persona(persona.Id, persona.Name, null, now), cancellationToken);
    }

    private async Task PutJobsAsync(IReadOnlyList<DemoImage> images, long now, CancellationToken cancellationToken)
    {
        const int succeeded = 24;
        foreach (var image in images.Take(succeeded)) await entities.PutJobAsync(JobOf(image, image.Id, JobStatus.Succeeded) with { ImageId = image.Id }, cancellationToken);
        // What became of others that were asked for at about the same time.
        foreach (var (image, number) in images.Skip(succeeded).Take(8).Select((image, number) => (image, number)))
        {
            var job = JobOf(image, $"demo-job-{number + 1}", number % 2 == 0 ? JobStatus.Failed : JobStatus.Cancelled);
            await entities.PutJobAsync(number % 2 == 0 ? job with { Error = GenerationFailures.TimedOut } : job, cancellationToken);
        }
        foreach (var (image, number) in images.Take(2).Select((image, number) => (image, number)))
            await entities.PutJobAsync(JobOf(image, $"demo-job-{number + 9}", JobStatus.Running) with { CreatedAt = now, UpdatedAt = now }, cancellationToken);
    }

    private static ImageJob JobOf(DemoImage image, string id, string status) => new()
    {
        Id = id, Status = status, UserId = image.UserId, Provider = image.Model.Provider, Model = image.Model.Name, Prompt = image.Prompt,
        CreatedAt = image.Time, UpdatedAt = image.Time + (long)(image.Model.Seconds * FactTime.MicrosecondsPerSecond),
    };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class DemoJson : System.Text.Json.Serialization.JsonSerializerContext;
