using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Core.Pictures;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

/// <summary>Decoders that fail for no fault of the picture.</summary>
public sealed class FailingDecoderTests
{
    private static readonly PictureOwner Owner = new(PictureOwnerKind.Image, "i-1");
    private static readonly string Base64 = Convert.ToBase64String(SamplePictures.Pixel);

    private readonly ManualClock clock = new();
    private FlakyReader reader = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_of_a_callback_is_tried_again_and_not_thrown_away()
    {
        await using var server = new JobServer(await StartAsync(), clock);
        reader.Failures = 3;
        var path = JobServer.PathOf(await server.CreateAsync(new { id = "job-1", prompt = "A cup" }));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image = Base64 }));
        await server.EndedAsync("job-1", "succeeded", () => clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("1x1", (await server.GetAsync("/api/v1/images/job-1")).Text("resolution"));
        Assert.Equal(4, reader.Asked);
    }

    [Fact]
    public async Task A_picture_of_a_callback_that_no_decoder_survives_is_given_up()
    {
        await using var server = new JobServer(await StartAsync(), clock);
        reader.Failures = int.MaxValue;
        var path = JobServer.PathOf(await server.CreateAsync(new { id = "job-1", prompt = "A cup" }));
        Assert.Equal(HttpStatusCode.OK, await server.CallBackAsync(path, new { image = Base64 }));
        Assert.Equal("no_image", (await server.EndedAsync("job-1", "failed", () => clock.Advance(TimeSpan.FromSeconds(5)))).Text("error"));
        Assert.Equal(10, reader.Asked);
    }

    [Fact]
    public async Task A_picture_that_was_paid_for_waits_for_a_decoder()
    {
        await using var server = await StartAsync();
        var looks = 0;
        reader.Failures = 3;
        var id = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        await server.EventuallyAsync($"/api/v1/jobs/{id}", job => job.Text("status") == "succeeded", Wait);
        reader.Failures = int.MaxValue;
        var failing = (await server.BeginAsync(server.Client, new { prompt = "A cup" })).Text("id")!;
        Assert.Equal("no_image", (await server.EventuallyAsync($"/api/v1/jobs/{failing}", job => job.Text("status") == "failed", Wait)).Text("error"));

        // Slowly: the provider, too, has its time by this clock.
        void Wait() => clock.Advance(++looks % 10 == 0 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
    }

    [Fact]
    public async Task Thumbnails_are_tried_again_later_and_not_for_ever()
    {
        await using var server = await StartAsync();
        var index = (IPictureIndex)await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel);
        var preparation = server.Services.GetRequiredService<PicturePreparation>();
        var key = new BlobKey("default", Bucket.GeneratedImages, BlobHash.Of(SamplePictures.Pixel));
        await server.Services.GetRequiredService<IBlobStore>().PutAsync(key, SamplePictures.Pixel, Cancel);
        var picture = new PictureRecord(key.Bucket, key.Hash, new PictureInfo(PictureFormat.Png, 1, 1, 1), SamplePictures.Pixel.Length, 1);
        reader.Failures = 1;
        await index.AddPictureAsync(picture, Owner, Cancel);
        await preparation.PrepareAllAsync("default", Cancel);
        Assert.Single(await index.ListUnpreparedAsync(10, Cancel));
        await preparation.PrepareAllAsync("default", Cancel);
        Assert.Equal(1, reader.Asked);
        clock.Advance(TimeSpan.FromMinutes(1));
        await preparation.PrepareAllAsync("default", Cancel);
        Assert.Matches("^#[0-9a-f]{6}$", (await index.FindPictureAsync(key.Bucket, key.Hash, Cancel))!.Colour);

        reader.Failures = int.MaxValue;
        await index.NotePreparedAsync(key.Bucket, key.Hash, null!, Cancel);
        for (var round = 0; round < 5; round++)
        {
            await preparation.PrepareAllAsync("default", Cancel);
            clock.Advance(TimeSpan.FromMinutes(10));
        }
        Assert.Equal("", (await index.FindPictureAsync(key.Bucket, key.Hash, Cancel))!.Colour);
    }

    [Fact]
    public async Task One_who_sends_a_picture_is_told_to_come_again()
    {
        await using var server = await StartAsync();
        reader.Failures = 1;
        var body = $$"""{"prompt":"A cup","reference_images":["{{Base64}}"]}""";
        using (var response = await server.Client.SendAsync(HttpMethod.Post, "/ai/generate", null, body))
            await ProblemBody.AssertAsync(response, HttpStatusCode.ServiceUnavailable, "unavailable");
        using var again = await server.Client.SendAsync(HttpMethod.Post, "/ai/generate", null, body);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private async Task<RunningServer> StartAsync()
    {
        var launch = FakeGenerator.Of(SamplePictures.Pixel).In(RunningServer.Launch(RunningServer.NewFolder()) with { Clock = clock });
        var server = await RunningServer.StartAsync(FlakyReader.In(launch, made => reader = made));
        _ = server.Services.GetRequiredService<IPictureReader>();
        return server;
    }
}
