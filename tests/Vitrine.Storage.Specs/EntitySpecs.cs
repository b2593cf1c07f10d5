using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>Entities are kept as they were put last, and do not mix with facts.</summary>
public abstract class EntitySpecs : StoreSpecs
{
    private static readonly long Now = FactTime.From(Some.Noon);

    [Fact]
    public async Task A_persona_is_kept()
    {
        await using var store = await StartAsync();
        var persona = new Persona("p-1", "Ada", "https://example.org/ada.png", Now);
        await KeepsAsync(store, persona, persona with { Name = null, PictureUrl = null }, store.Entities.PutPersonaAsync, (entities, token) => entities.FindPersonaAsync("p-1", token));
        Assert.Null(await store.Entities.FindPersonaAsync("p-2", Cancellation));
    }

    [Fact]
    public async Task A_dataset_is_kept()
    {
        await using var store = await StartAsync();
        var dataset = new Dataset("d-1", "Sommer ☀", "Brand", "calm", "logo.png", """["a.png","b.png"]""", """["stripes", "gold"]""", Now);
        await KeepsAsync(
            store, dataset, dataset with { Name = "Winter", Brand = null, Vibe = null, Logo = null, ReferenceImages = null, UniqueVisualElements = null },
            store.Entities.PutDatasetAsync, (entities, token) => entities.FindDatasetAsync("d-1", token));
        Assert.Null(await store.Entities.FindDatasetAsync("d", Cancellation));
    }

    [Fact]
    public async Task A_reset_takes_what_came_with_facts_and_leaves_what_people_made()
    {
        await using var store = await StartAsync();
        await store.Entities.PutDatasetAsync(new Dataset("d-1", "Sommer", null, null, null, null, null, Now), Cancellation);
        await store.Entities.PutPersonaAsync(new Persona("p-1", "Ada", null, Now), Cancellation);
        await store.Entities.PutJobAsync(new ImageJob("j-1", "queued", "ada", null, null, null, "a fox", null, null, null, Now, Now), Cancellation);
        await store.AppendAsync(Some.Image().With("persona_id", "p-1").With("persona_name", "Ada L."));
        await store.ResetAsync();
        Assert.NotNull(await store.Entities.FindDatasetAsync("d-1", Cancellation));
        Assert.Null(await store.Entities.FindPersonaAsync("p-1", Cancellation));
        Assert.Null(await store.Entities.FindJobAsync("j-1", Cancellation));

        // The persona is known by what comes now, not by what was remembered.
        await store.AppendAsync(Some.Image().At(Some.Noon.AddDays(-1)).With("persona_id", "p-1").With("persona_name", "Adele"));
        Assert.Equal("Adele", (await store.Entities.FindPersonaAsync("p-1", Cancellation))!.Name);
    }

    [Fact]
    public async Task A_job_is_kept()
    {
        await using var store = await StartAsync();
        var job = new ImageJob("j-1", "queued", "ada", "p-1", "d-1", "comfyui", "a fox", null, null, """{"is_auto_followup":true}""", Now, Now);
        await KeepsAsync(
            store, job, job with { Status = "failed", Error = "no memory", ImageId = "i-1", Ext = null, UpdatedAt = Now + 1 },
            store.Entities.PutJobAsync, (entities, token) => entities.FindJobAsync("j-1", token));
    }

    [Fact]
    public async Task An_image_names_its_persona_as_it_is_called_now()
    {
        await using var store = await StartAsync();
        var image = Some.Image().With("persona_id", "p-1").With("persona_name", "Old");
        await store.AppendAsync(image);
        await store.Entities.PutPersonaAsync(new Persona("p-1", "New", null, Now), Cancellation);
        Assert.Equal("New", (await store.Facts.FindAsync(FactKind.Image, image.Id, Cancellation))!.Text("persona_name"));
    }

    private static async Task KeepsAsync<T>(
        StoreUnderTest store, T first, T second, Func<T, CancellationToken, Task> put, Func<IEntityStore, CancellationToken, Task<T?>> find)
        where T : class
    {
        Assert.Null(await find(store.Entities, Cancellation));
        await put(first, Cancellation);
        Assert.Equal(first, await find(store.Entities, Cancellation));
        await put(second, Cancellation);
        Assert.Equal(second, await find(store.Entities, Cancellation));
        await store.ReopenAsync();
        Assert.Equal(second, await find(store.Entities, Cancellation));
    }
}
