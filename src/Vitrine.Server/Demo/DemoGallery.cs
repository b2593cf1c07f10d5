namespace Vitrine.Server.Demo;

/// <summary>An image of the demo that has a picture.</summary>
/// <param name="Time">Microseconds since the Unix epoch.</param>
internal sealed record DemoImage(string Id, long Time, string UserId, string Prompt, DemoImageModel Model, DemoShape Shape);

/// <summary>The images that a visitor sees first: the latest that were made before a time.</summary>
internal sealed class DemoGallery(long end)
{
    /// <summary>Pages of a gallery to look through; more would only take longer to draw.</summary>
    public const int Pictures = 240;

    private readonly PriorityQueue<DemoImage, long> latest = new();

    /// <summary>The latest first.</summary>
    public IReadOnlyList<DemoImage> Images => [.. latest.UnorderedItems.Select(item => item.Element).OrderByDescending(image => image.Time).ThenBy(image => image.Id, StringComparer.Ordinal)];

    public void Note(DemoImage image)
    {
        if (image.Time >= end) return;
        if (latest.Count < Pictures) latest.Enqueue(image, image.Time);
        else latest.EnqueueDequeue(image, image.Time);
    }
}
