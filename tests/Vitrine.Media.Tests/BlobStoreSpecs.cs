using Vitrine.Core.Blobs;

namespace Vitrine.Media.Tests;

/// <summary>What any blob store does.</summary>
public abstract class BlobStoreSpecs
{
    protected static readonly BlobKey Key = KeyOf("some bytes"u8);

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract IBlobStore Store { get; }

    [Fact]
    public async Task What_was_put_is_there_and_nothing_else()
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal("some bytes", await ReadAsync(Key));
        Assert.Null(await Store.OpenAsync(Key with { Bucket = Bucket.Logos }, 0, null, Cancel));
        Assert.Null(await Store.OpenAsync(Key with { Project = "other" }, 0, null, Cancel));
        Assert.Null(await Store.OpenAsync(Key with { Variant = BlobVariant.Clean }, 0, null, Cancel));
    }

    [Theory]
    [InlineData(0, 4, "some")]
    [InlineData(5, 100, "bytes")]
    [InlineData(5, null, "bytes")]
    [InlineData(10, null, "")]
    [InlineData(11, 1, "")]
    public async Task A_range_is_read_alone(long offset, int? length, string expected)
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await using var content = await Store.OpenAsync(Key, offset, length, Cancel);
        Assert.Equal(10, content!.TotalLength);
        using var reader = new StreamReader(content.Content);
        Assert.Equal(expected, await reader.ReadToEndAsync(Cancel));
    }

    [Fact]
    public async Task Put_again_nothing_changes()
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Single(await ListAsync("default"));
    }

    [Fact]
    public async Task Many_writers_of_the_same_bytes_store_them_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel))));
        Assert.Equal("some bytes", await ReadAsync(Key));
        Assert.Single(await ListAsync("default"));
    }

    [Fact]
    public async Task What_was_deleted_is_gone()
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.True(await Store.DeleteAsync(Key, Cancel));
        Assert.False(await Store.DeleteAsync(Key, Cancel));
        Assert.Null(await Store.OpenAsync(Key, 0, null, Cancel));
    }

    [Fact]
    public async Task A_list_has_a_projects_blobs_with_their_lengths()
    {
        var thumbnail = Key with { Variant = BlobVariant.Thumbnail64 };
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await Store.PutAsync(thumbnail, "tiny"u8.ToArray(), Cancel);
        await Store.PutAsync(Key with { Project = "other" }, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal([(Key, 10L), (thumbnail, 4L)], (await ListAsync("default")).Select(blob => (blob.Key, blob.Length)).OrderByDescending(blob => blob.Length));
        Assert.Empty(await ListAsync("nobody"));
    }

    [Fact]
    public async Task With_a_project_go_its_blobs_alone()
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await Store.PutAsync(Key with { Project = "other" }, "some bytes"u8.ToArray(), Cancel);
        await Store.DeleteProjectAsync("default", Cancel);
        await Store.DeleteProjectAsync("nobody", Cancel);
        Assert.Empty(await ListAsync("default"));
        Assert.Single(await ListAsync("other"));
    }

    [Fact]
    public async Task A_large_blob_comes_back_whole()
    {
        var bytes = new byte[3_000_000];
        new Random(5).NextBytes(bytes);
        var key = KeyOf(bytes);
        await Store.PutAsync(key, bytes, Cancel);
        await using var content = await Store.OpenAsync(key, 0, null, Cancel);
        using var read = new MemoryStream();
        await content!.Content.CopyToAsync(read, Cancel);
        Assert.Equal(key.Hash, BlobHash.Of(read.ToArray()));
    }

    [Fact]
    public async Task A_range_of_a_large_blob_goes_over_any_seams()
    {
        var bytes = new byte[1_000_000];
        new Random(6).NextBytes(bytes);
        var key = KeyOf(bytes);
        await Store.PutAsync(key, bytes, Cancel);
        foreach (var (offset, length) in ((int, int)[])[(262_143, 2), (262_144, 262_144), (100_000, 800_000), (999_999, 1)])
        {
            await using var content = await Store.OpenAsync(key, offset, length, Cancel);
            using var read = new MemoryStream();
            await content!.Content.CopyToAsync(read, Cancel);
            Assert.Equal(bytes[offset..(offset + length)], read.ToArray());
        }
    }

    [Fact]
    public async Task Nothing_at_all_is_a_blob_too()
    {
        await Store.PutAsync(KeyOf([]), ReadOnlyMemory<byte>.Empty, Cancel);
        Assert.Empty((await Store.ReadAllAsync(KeyOf([]), Cancel))!);
        Assert.True(await Store.ExistsAsync(KeyOf([]), Cancel));
    }

    [Fact]
    public async Task After_a_project_went_one_of_its_name_begins_empty()
    {
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        await Store.DeleteProjectAsync("default", Cancel);
        Assert.False(await Store.ExistsAsync(Key, Cancel));
        await Store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        Assert.Equal("some bytes", await ReadAsync(Key));
    }

    [Fact]
    public async Task What_is_stored_has_its_owner() => Assert.True(await Store.ClaimAsync(Cancel));

    protected static BlobKey KeyOf(ReadOnlySpan<byte> bytes) => new("default", Bucket.GeneratedImages, BlobHash.Of(bytes));

    protected async Task<List<StoredBlob>> ListAsync(string project)
    {
        var blobs = new List<StoredBlob>();
        await foreach (var blob in Store.ListAsync(project, Cancel)) blobs.Add(blob);
        return blobs;
    }

    private async Task<string> ReadAsync(BlobKey key)
    {
        await using var content = await Store.OpenAsync(key, 0, null, Cancel);
        using var reader = new StreamReader(content!.Content);
        return await reader.ReadToEndAsync(Cancel);
    }
}
