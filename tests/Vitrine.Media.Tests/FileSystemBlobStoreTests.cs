using Vitrine.Core.Blobs;
using Vitrine.Media.Blobs;
using Vitrine.Testing;

namespace Vitrine.Media.Tests;

public sealed class FileSystemBlobStoreTests : BlobStoreSpecs, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FileSystemBlobStore store;

    public FileSystemBlobStoreTests() => store = new FileSystemBlobStore(project => folder.File(project));

    protected override IBlobStore Store => store;

    [Fact]
    public async Task What_a_killed_writer_left_is_no_blob_and_goes()
    {
        await store.PutAsync(Key, "some bytes"u8.ToArray(), Cancel);
        var draft = folder.File(Path.Combine("default", Key.Path + ".0123.new"));
        await File.WriteAllTextAsync(draft, "half", Cancel);
        Assert.Single(await ListAsync("default"));
        await store.RemoveUnfinishedAsync("default", DateTimeOffset.UnixEpoch, Cancel);
        Assert.True(File.Exists(draft));
        await store.RemoveUnfinishedAsync("default", DateTimeOffset.MaxValue, Cancel);
        Assert.False(File.Exists(draft));
        Assert.Single(await ListAsync("default"));
    }

    [Fact]
    public void A_path_says_where_and_reads_back()
    {
        foreach (var bucket in Buckets.All)
        {
            foreach (var variant in Enum.GetValues<BlobVariant>())
            {
                var key = Key with { Bucket = bucket, Variant = variant };
                Assert.Equal(key, BlobKey.FromPath("default", key.Path));
            }
        }
        Assert.Null(BlobKey.FromPath("default", "logos/../" + Key.Hash));
        Assert.Null(BlobKey.FromPath("default", $"logos/zz/{Key.Hash}"));
        Assert.Null(BlobKey.FromPath("default", $"secrets/{Key.Hash.ToString()[..2]}/{Key.Hash}"));
        Assert.False(BlobHash.TryParse(Key.Hash.ToString().ToUpperInvariant(), out _));
    }

    public void Dispose() => folder.Dispose();
}
