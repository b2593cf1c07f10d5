using System.Net;
using System.Net.Sockets;
using Vitrine.Core.Blobs;
using Vitrine.Media.Blobs.S3;
using Vitrine.Testing;

namespace Vitrine.Media.Tests;

public sealed class S3BlobStoreTests : BlobStoreSpecs, IDisposable
{
    private const string First = "11111111111111111111111111111111";
    private const string Second = "22222222222222222222222222222222";

    private readonly ManualClock clock = new();
    private readonly string prefix = S3Gateway.NewPrefix();
    private readonly S3BlobStore store;

    public S3BlobStoreTests() => store = StoreOf();

    protected override IBlobStore Store => store;

    [Fact]
    public async Task Lists_and_deletions_of_many_come_page_by_page()
    {
        using var paged = new S3BlobStore(OptionsOf(), First, clock) { PageSize = 2 };
        var keys = Enumerable.Range(0, 5).Select(number => KeyOf([(byte)number])).ToList();
        foreach (var key in keys) await paged.PutAsync(key, new byte[1], Cancel);
        Assert.Equal(keys.OrderBy(key => key.Path), (await ListAsync("default")).Select(blob => blob.Key).OrderBy(key => key.Path));
        var listed = 0;
        await foreach (var _ in paged.ListAsync("default", Cancel)) listed++;
        Assert.Equal(5, listed);
        await paged.DeleteProjectAsync("default", Cancel);
        Assert.Empty(await ListAsync("default"));
    }

    [Fact]
    public async Task A_blob_says_when_it_came()
    {
        var before = TimeProvider.System.GetUtcNow();
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        // The gateway tells whole seconds, by the clock of the same machine.
        Assert.InRange(Assert.Single(await ListAsync("default")).WrittenAt, before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    [Fact]
    public async Task Prefixes_and_projects_keep_to_themselves()
    {
        using var other = StoreOf(options => options.KeyPrefix = prefix + "/sub");
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await store.PutAsync(Key with { Project = "default2" }, "some bytes"u8.ToArray(), Cancel);
        Assert.Null(await other.OpenAsync(Key, 0, null, Cancel));
        await other.DeleteProjectAsync("default", Cancel);
        await store.DeleteProjectAsync("default", Cancel);
        Assert.Single(await ListAsync("default2"));
    }

    [Fact]
    public async Task Whoever_comes_first_owns_the_place_and_nobody_else_deletes_there()
    {
        using var second = StoreOf(owner: Second);
        using var other = StoreOf(options => options.KeyPrefix = prefix + "other", Second);
        Assert.True(await store.ClaimAsync(Cancel));
        Assert.True(await store.ClaimAsync(Cancel));
        Assert.False(await second.ClaimAsync(Cancel));
        Assert.True(await other.ClaimAsync(Cancel));
        Assert.Empty(await ListAsync("default"));

        await second.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.True((await Assert.ThrowsAsync<BlobStoreException>(() => second.DeleteAsync(Key, Cancel))).IsOthers);
        Assert.True((await Assert.ThrowsAsync<BlobStoreException>(() => second.DeleteProjectAsync("default", Cancel))).IsOthers);
        Assert.Single(await ListAsync("default"));
        Assert.True(await store.DeleteAsync(Key, Cancel));
    }

    [Fact]
    public async Task A_place_is_taken_over_from_the_owner_that_is_named_and_from_no_other()
    {
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.True(await store.ClaimAsync(Cancel));
        using var mistaken = StoreOf(options => options.TakeOverFrom = new string('c', 32), Second);
        Assert.False(await mistaken.ClaimAsync(Cancel));
        Assert.Equal(First, await mistaken.FindOwnerAsync(Cancel));
        using var heir = StoreOf(options => options.TakeOverFrom = First, Second);
        Assert.True(await heir.ClaimAsync(Cancel));
        // With the same setting, as a drill of the heir's has.
        using var third = StoreOf(options => options.TakeOverFrom = First, new string('d', 32));
        Assert.False(await third.ClaimAsync(Cancel));

        // What the first knows may be a minute old.
        clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<BlobStoreException>(() => store.DeleteAsync(Key, Cancel));
        Assert.True(await heir.DeleteAsync(Key, Cancel));
    }

    [Fact]
    public async Task Checksums_may_be_sent_along()
    {
        using var careful = StoreOf(options => options.Checksums = true);
        await careful.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal("some bytes"u8.ToArray(), await careful.ReadAllAsync(Key, Cancel));
    }

    [Fact]
    public async Task Without_a_key_of_its_own_it_takes_that_of_the_surroundings()
    {
        using var unnamed = StoreOf(options => options.AccessKey = options.SecretKey = null);
        Assert.Null(await unnamed.FindRefusalAsync(Cancel));
    }

    [Fact]
    public async Task What_is_set_up_wrong_is_told_from_what_does_not_answer()
    {
        Assert.Null(await store.FindRefusalAsync(Cancel));
        foreach (var (change, code) in new (Action<S3Options>, string)[]
        {
            (options => options.SecretKey = "wrong", "SignatureDoesNotMatch"),
            (options => options.AccessKey = "wrong", "InvalidAccessKeyId"),
            (options => options.Bucket = "nowhere", "NoSuchBucket"),
        })
        {
            // With a time-out of its own it has connections of its own: the gateway leaves the body of what it refuses unread, before the next request on the same one.
            using var wrong = StoreOf(change + (options => options.TimeoutSeconds = 19));
            Assert.Contains(code, await wrong.FindRefusalAsync(Cancel));
            var error = await Assert.ThrowsAsync<BlobStoreException>(() => wrong.PutAsync(Key, "some bytes"u8.ToArray(), Cancel));
            Assert.InRange(error.Message.Length, 1, 300);
        }
        using var nobody = StoreOf(options => options.Endpoint = $"http://127.0.0.1:{FreePort()}");
        await Assert.ThrowsAsync<BlobStoreException>(() => nobody.FindRefusalAsync(Cancel));
    }

    [Fact]
    public async Task A_put_asks_for_nothing_that_only_some_services_know()
    {
        await using var listening = new RawAnswer("HTTP/1.1 404 Not Found\nContent-Length: 0\nConnection: close\n\n");
        using var other = StoreOf(options => (options.Endpoint, options.Retries) = (listening.Endpoint, 0));
        await Assert.ThrowsAsync<BlobStoreException>(() => other.PutAsync(Key, "some bytes"u8.ToArray(), Cancel));
        var put = listening.Asked.Single(request => request.StartsWith("PUT ", StringComparison.Ordinal)).ToLowerInvariant();
        // The hash of the body itself: signed chunks and trailers are what R2 does not know.
        Assert.Contains($"x-amz-content-sha256: {Key.Hash}", put);
        Assert.Contains("content-length: 10\r\n", put);
        foreach (var header in (string[])["aws-chunked", "x-amz-acl", "x-amz-tagging", "x-amz-checksum", "x-amz-sdk-checksum", "x-amz-trailer", "if-none-match"]) Assert.DoesNotContain(header, put);
        Assert.DoesNotContain(S3Gateway.SecretKey, put);
    }

    [Fact]
    public async Task A_bucket_without_room_is_a_full_disk()
    {
        await using var full = new RawAnswer("""
            HTTP/1.1 507 Insufficient Storage
            Content-Type: application/xml
            Content-Length: 84
            Connection: close

            <?xml version="1.0"?><Error><Code>StorageFull</Code><Message>Full</Message></Error>
            """ + "\n");
        using var other = StoreOf(options => (options.Endpoint, options.Retries) = (full.Endpoint, 0));
        Assert.True((await Assert.ThrowsAsync<BlobStoreException>(() => other.PutAsync(Key, new byte[1], Cancel))).IsFull);
        Assert.True((await Assert.ThrowsAsync<BlobStoreException>(async () => await other.OpenAsync(Key, 0, null, Cancel))).IsFull);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bytes_that_stop_in_the_middle_are_a_failure_and_not_an_end(bool closes)
    {
        await using var broken = new RawAnswer("HTTP/1.1 200 OK\nContent-Length: 10\nETag: \"900150983cd24fb0d6963f7d28e17f72\"\n\nsome", closes);
        using var other = StoreOf(options => (options.Endpoint, options.Retries, options.TimeoutSeconds) = (broken.Endpoint, 0, 1));
        await using var content = await other.OpenAsync(Key, 0, null, Cancel);
        Assert.Equal(10, content!.TotalLength);
        await Assert.ThrowsAsync<BlobStoreException>(() => content.Content.CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task Silence_is_a_failure_and_a_caller_that_goes_is_none()
    {
        await using var silent = new RawAnswer("", closes: false);
        using var other = StoreOf(options => (options.Endpoint, options.Retries, options.TimeoutSeconds) = (silent.Endpoint, 0, 1));
        await Assert.ThrowsAsync<BlobStoreException>(async () => await other.OpenAsync(Key, 0, null, Cancel));
        using var gone = new CancellationTokenSource();
        var asking = store.PutAsync(Key, new byte[1], gone.Token);
        await gone.CancelAsync();
        if (await Record.ExceptionAsync(() => asking) is { } error) Assert.IsAssignableFrom<OperationCanceledException>(error);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PutAsync(Key with { Bucket = Bucket.Logos }, new byte[1], gone.Token));
    }

    public void Dispose() => store.Dispose();

    private S3BlobStore StoreOf(Action<S3Options>? change = null, string owner = First)
    {
        var options = OptionsOf();
        change?.Invoke(options);
        return new S3BlobStore(options, owner, clock);
    }

    private S3Options OptionsOf() => new()
    {
        Endpoint = S3Gateway.Endpoint, Bucket = S3Gateway.Bucket, AccessKey = S3Gateway.AccessKey, SecretKey = S3Gateway.SecretKey, KeyPrefix = prefix,
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
