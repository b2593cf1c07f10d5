using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>A picture is there as long as somebody shows it.</summary>
public abstract class PictureSpecs : StoreSpecs
{
    private static readonly PictureOwner First = new(PictureOwnerKind.Image, "i-1");
    private static readonly PictureOwner Second = new(PictureOwnerKind.Image, "i-2");

    [Fact]
    public async Task A_picture_is_kept_once_however_often_it_is_noted()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        var picture = PictureOf("a");
        await index.AddPictureAsync(picture, First, Cancellation);
        await index.AddPictureAsync(picture with { CreatedAt = 7 }, First, Cancellation);
        await index.AddPictureAsync(picture, Second, Cancellation);
        await store.ReopenAsync();
        index = (IPictureIndex)store.Facts;
        Assert.Equal(picture, await index.FindPictureAsync(picture.Bucket, picture.Hash, Cancellation));
        Assert.Null(await index.FindPictureAsync(Bucket.Logos, picture.Hash, Cancellation));
        var shown = await index.FindPicturesOfAsync([First, Second, new(PictureOwnerKind.Job, "i-1")], Cancellation);
        Assert.Equal([First, Second], shown.Select(group => group.Key));
        Assert.All(shown, group => Assert.Equal([picture], group));
    }

    [Fact]
    public async Task The_last_who_shows_a_picture_takes_it_along()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        var picture = PictureOf("a");
        await index.AddPictureAsync(picture, First, Cancellation);
        await index.AddPictureAsync(picture, Second, Cancellation);
        Assert.Empty(await index.RemoveOwnerAsync(First, Cancellation));
        Assert.Empty(await index.RemoveOwnerAsync(First, Cancellation));
        Assert.NotNull(await index.FindPictureAsync(picture.Bucket, picture.Hash, Cancellation));
        Assert.Equal([picture], await index.RemoveOwnerAsync(Second, Cancellation));
        Assert.Null(await index.FindPictureAsync(picture.Bucket, picture.Hash, Cancellation));
    }

    [Fact]
    public async Task The_same_bytes_in_two_buckets_are_two_pictures()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        var picture = PictureOf("a");
        await index.AddPictureAsync(picture, First, Cancellation);
        await index.AddPictureAsync(picture with { Bucket = Bucket.Logos }, First, Cancellation);
        Assert.Equal(2, (await index.FindPicturesOfAsync([First], Cancellation))[First].Count());
        Assert.Equal(picture, await index.RemoveUseAsync(picture.Bucket, picture.Hash, First, Cancellation));
        Assert.Null(await index.RemoveUseAsync(picture.Bucket, picture.Hash, First, Cancellation));
        Assert.Equal([Bucket.Logos], (await index.FindPicturesOfAsync([First], Cancellation))[First].Select(left => left.Bucket));
    }

    [Fact]
    public async Task Pictures_come_in_the_order_in_which_they_were_noted()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        foreach (var name in (string[])["c", "a", "b"]) await index.AddPictureAsync(PictureOf(name), First, Cancellation);
        Assert.Equal([PictureOf("c"), PictureOf("a"), PictureOf("b")], (await index.FindPicturesOfAsync([First], Cancellation))[First]);
    }

    [Fact]
    public async Task What_has_no_thumbnails_yet_is_remembered()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        foreach (var name in (string[])["a", "b"]) await index.AddPictureAsync(PictureOf(name), First, Cancellation);
        await index.NotePreparedAsync(Bucket.GeneratedImages, PictureOf("a").Hash, "#aabbcc", Cancellation);
        await index.AddPictureAsync(PictureOf("a"), Second, Cancellation);
        Assert.Equal([PictureOf("b")], await index.ListUnpreparedAsync(10, Cancellation));
        Assert.Empty(await index.ListUnpreparedAsync(0, Cancellation));
        Assert.Equal("#aabbcc", (await index.FindPictureAsync(Bucket.GeneratedImages, PictureOf("a").Hash, Cancellation))!.Colour);
    }

    [Fact]
    public async Task A_preview_becomes_whole_and_what_is_whole_stays_so()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        var preview = PictureOf("a") with { Colour = "#aabbcc", IsWhole = false };
        var owner = new PictureOwner(PictureOwnerKind.Preview, "i-1");
        await index.AddPictureAsync(preview, owner, Cancellation);
        Assert.Equal(preview, Assert.Single((await index.FindPicturesOfAsync([owner], Cancellation))[owner]));
        Assert.Empty(await index.ListUnpreparedAsync(10, Cancellation));
        await index.AddPictureAsync(PictureOf("a"), First, Cancellation);
        await index.AddPictureAsync(preview, Second, Cancellation);
        Assert.Equal(preview with { IsWhole = true }, await index.FindPictureAsync(preview.Bucket, preview.Hash, Cancellation));
    }

    [Fact]
    public async Task A_reset_leaves_the_pictures_of_datasets_alone()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        await index.AddPictureAsync(PictureOf("a"), First, Cancellation);
        await store.Entities.PutDatasetAsync(new Dataset("d-1", "Sommer", null, null, null, null, null, 1), Cancellation);
        await index.AddPictureAsync(PictureOf("b"), new PictureOwner(PictureOwnerKind.Dataset, "d-1"), Cancellation);
        await store.Facts.ResetAsync(Cancellation);
        Assert.Null(await index.FindPictureAsync(Bucket.GeneratedImages, PictureOf("a").Hash, Cancellation));
        Assert.NotNull(await index.FindPictureAsync(Bucket.GeneratedImages, PictureOf("b").Hash, Cancellation));
    }

    [Fact]
    public async Task With_what_people_made_go_the_uses_of_its_pictures_and_none_come_after()
    {
        await using var store = await StartAsync();
        var index = (IPictureIndex)store.Facts;
        var owner = new PictureOwner(PictureOwnerKind.Dataset, "d-1");
        Assert.False(await index.AddPictureAsync(PictureOf("a"), owner, Cancellation));
        await store.Entities.PutDatasetAsync(new Dataset("d-1", "Sommer", null, null, null, null, null, 1), Cancellation);
        Assert.True(await index.AddPictureAsync(PictureOf("a"), owner, Cancellation));
        Assert.True(await store.Entities.DeleteDatasetAsync("d-1", Cancellation));
        Assert.Null(await index.FindPictureAsync(Bucket.GeneratedImages, PictureOf("a").Hash, Cancellation));
        Assert.False(await index.AddPictureAsync(PictureOf("a"), owner, Cancellation));
        Assert.Null(await index.FindPictureAsync(Bucket.GeneratedImages, PictureOf("a").Hash, Cancellation));
    }

    private static PictureRecord PictureOf(string content) => new(
        Bucket.GeneratedImages, BlobHash.Of(System.Text.Encoding.UTF8.GetBytes(content)), new PictureInfo(PictureFormat.WebP, 640, 480, 1), 12_345,
        FactTime.From(Some.Noon));
}
