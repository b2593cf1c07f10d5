using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>Pictures that are elsewhere wait to be fetched, whatever ends meanwhile.</summary>
public abstract class FetchQueueSpecs : StoreSpecs
{
    [Fact]
    public async Task New_images_with_an_address_are_queued_once_and_outlive_the_process()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(ImageOf("before", "https://a.example/0.png"));
        var queue = Queue(store);
        Assert.False(queue.TakesNewImages);
        queue.TakesNewImages = true;
        var uuid = Guid.CreateVersion7().ToString();
        await store.AppendAsync(ImageOf("i-1", "https://a.example/1.png"), ImageOf(uuid, "HTTP://a.example/2.png"), ImageOf("i-3", "/pictures/3.png"), ImageOf("i-4", null));
        await store.AppendAsync(ImageOf("i-1", "https://a.example/1.png"));
        await store.ReopenAsync();
        var due = await Queue(store).ListDueFetchesAsync(FactTime.Now(store.Clock), 10, Cancellation);
        Assert.Equal(new HashSet<string> { "i-1", uuid }, due.Select(fetch => fetch.ImageId).ToHashSet());
        Assert.All(due, fetch => Assert.Equal((0, null), (fetch.Attempts, fetch.Failure)));
        Assert.Equal(new FetchCounts(2, 0), await Queue(store).CountFetchesAsync(Cancellation));
        Assert.Single(await Queue(store).ListDueFetchesAsync(FactTime.Now(store.Clock), 1, Cancellation));
    }

    [Fact]
    public async Task An_attempt_that_failed_waits_for_its_time_and_one_that_was_given_up_for_none()
    {
        await using var store = await StartAsync();
        var queue = Queue(store);
        queue.TakesNewImages = true;
        await store.AppendAsync(ImageOf("i-1", "https://a.example/1.png"), ImageOf("i-2", "https://a.example/2.png"), ImageOf("i-3", "https://a.example/3.png"));
        var now = FactTime.Now(store.Clock);
        var later = new PictureFetch("i-1", 1, now + 1_000_000, "host_unreachable");
        await queue.NoteFetchAsync(later, Cancellation);
        await queue.NoteFetchAsync(new PictureFetch("i-2", 8, null, "fetch_refused"), Cancellation);
        await queue.RemoveFetchAsync("i-3", Cancellation);
        await queue.NoteFetchAsync(new PictureFetch("i-3", 1, now), Cancellation);
        Assert.Empty(await queue.ListDueFetchesAsync(now, 10, Cancellation));
        Assert.Equal([later], await queue.ListDueFetchesAsync(now + 1_000_000, 10, Cancellation));
        Assert.Equal(new FetchCounts(1, 1), await queue.CountFetchesAsync(Cancellation));
        await store.ResetAsync();
        Assert.Equal(new FetchCounts(0, 0), await queue.CountFetchesAsync(Cancellation));
    }

    private static IFetchQueue Queue(StoreUnderTest store) => (IFetchQueue)store.Facts;

    private static TestFact ImageOf(string id, string? url) => Some.Image().Named(id).With("image_url", url);
}
