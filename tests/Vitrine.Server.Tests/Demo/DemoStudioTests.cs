using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Server.Demo;
using Vitrine.Server.Pictures;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Demo;

public sealed class DemoStudioTests
{
    private static readonly long End = FactTime.From(Some.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_latest_images_the_datasets_and_the_personas_have_pictures_and_a_second_run_adds_none()
    {
        await using var server = await RunningServer.StartAsync();
        var images = Enumerable.Range(0, 3).Select(number => ImageAt(End - number - 1)).ToArray();
        foreach (var image in images) Assert.Equal(200, await server.TrackAsync(server.Key, $$"""{"kind":"image","id":"{{image.Id}}","prompt":"{{image.Prompt}}"}"""));
        var studio = new DemoStudio(
            server.Services.GetRequiredService<IPictureReader>(), server.Services.GetRequiredService<PictureKeeper>(),
            await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", Cancel), "default");

        var count = await studio.FillAsync(images, End, Cancel);
        Assert.Equal(images.Length + DemoCatalogue.Personas.Length + DemoCatalogue.Datasets.Sum(dataset => dataset.ReferenceImages + 1), count);
        var tags = new HashSet<string>();
        foreach (var image in images)
        {
            using var picture = await server.Client.SendAsync(HttpMethod.Get, $"/api/v1/images/{image.Id}/picture");
            Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
            tags.Add(picture.Headers.ETag!.Tag);
        }
        Assert.Equal(images.Length, tags.Count);
        var datasets = (await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/datasets")).GetProperty("datasets").EnumerateArray().ToArray();
        Assert.Equal(DemoCatalogue.Datasets.Length, datasets.Length);
        Assert.All(datasets, dataset => Assert.NotEqual(JsonValueKind.Undefined, dataset.GetProperty("logo").ValueKind));
        Assert.Equal(DemoCatalogue.Datasets.Sum(dataset => dataset.ReferenceImages), datasets.Sum(dataset => dataset.GetProperty("reference_images").GetArrayLength()));
        var personas = (await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/personas")).GetProperty("personas").EnumerateArray().ToArray();
        Assert.Equal(DemoCatalogue.Personas.Length, personas.Count(persona => persona.TryGetProperty("picture", out _)));

        Assert.Equal(count, await studio.FillAsync(images, End, Cancel));
        Assert.Equal(datasets.Select(Hashes), (await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/datasets")).GetProperty("datasets").EnumerateArray().Select(Hashes));

        static string Hashes(JsonElement dataset) => string.Join(" ", dataset.GetProperty("reference_images").EnumerateArray().Append(dataset.GetProperty("logo")).Select(picture => picture.GetProperty("hash").GetString()));
    }

    [Fact]
    public void A_gallery_holds_the_latest_before_the_end_in_whatever_order_they_come()
    {
        var gallery = new DemoGallery(End);
        var times = Enumerable.Range(-10, DemoGallery.Pictures + 60).Select(number => End - 1 - number).ToArray();
        new Random(1).Shuffle(times);
        foreach (var time in times) gallery.Note(ImageAt(time));
        Assert.Equal(times.Where(time => time < End).OrderDescending().Take(DemoGallery.Pictures), gallery.Images.Select(image => image.Time));
    }

    private static DemoImage ImageAt(long time) => new($"i-{time}", time, "u", "a lighthouse at golden hour", DemoCatalogue.ImageModels[0], DemoCatalogue.Shapes[0]);
}
