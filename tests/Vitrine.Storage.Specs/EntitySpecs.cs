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
        await store.Entities.PutJobAsync(new ImageJob { Id = "j-1", Status = JobStatus.Queued, UserId = "ada", Prompt = "a fox", CreatedAt = Now, UpdatedAt = Now }, Cancellation);
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
        var job = new ImageJob
        {
            Id = "j-1", Status = JobStatus.Queued, UserId = "ada", PersonaId = "p-1", DatasetId = "d-1", Provider = "comfyui", Model = "xl", Prompt = "a fox",
            Ext = """{"is_auto_followup":true}""", Request = "{}", PendingFact = """{"kind":"image"}""", CreatedAt = Now, UpdatedAt = Now,
        };
        await KeepsAsync(
            store, job, job with { Status = "failed", Error = "no memory", ImageId = "i-1", Ext = null, UpdatedAt = Now + 1 },
            store.Entities.PutJobAsync, (entities, token) => entities.FindJobAsync("j-1", token));
    }

    [Fact]
    public async Task Personas_and_datasets_are_listed_by_name_until_they_are_deleted()
    {
        await using var store = await StartAsync();
        foreach (var (id, name) in new[] { ("2", "Zoe"), ("1", "Ada") })
        {
            await store.Entities.PutPersonaAsync(new Persona(id, name, null, Now), Cancellation);
            await store.Entities.PutDatasetAsync(new Dataset(id, name, null, null, null, null, null, Now), Cancellation);
        }
        Assert.Equal(["1", "2"], (await store.Entities.ListPersonasAsync(Cancellation)).Select(persona => persona.Id));
        Assert.Equal(["1", "2"], (await store.Entities.ListDatasetsAsync(Cancellation)).Select(dataset => dataset.Id));
        Assert.True(await store.Entities.DeletePersonaAsync("1", Cancellation));
        Assert.False(await store.Entities.DeletePersonaAsync("1", Cancellation));
        Assert.True(await store.Entities.DeleteDatasetAsync("1", Cancellation));
        Assert.False(await store.Entities.DeleteDatasetAsync("1", Cancellation));
        Assert.Equal(["2"], (await store.Entities.ListPersonasAsync(Cancellation)).Select(persona => persona.Id));
        Assert.Equal(["2"], (await store.Entities.ListDatasetsAsync(Cancellation)).Select(dataset => dataset.Id));
    }

    [Fact]
    public async Task Images_outlive_their_dataset_and_no_longer_name_it()
    {
        await using var store = await StartAsync();
        await store.Entities.PutDatasetAsync(new Dataset("d-1", "Sommer", null, null, null, null, null, Now), Cancellation);
        var before = Some.Image().At(Some.Noon.AddHours(-1)).With("dataset_id", "d-1");
        await store.AppendAsync(before);
        await store.Entities.DeleteDatasetAsync("d-1", Cancellation);
        var after = Some.Image().At(Some.Noon.AddHours(1)).With("dataset_id", "d-1");
        await store.AppendAsync(after);
        Assert.Null((await store.Facts.FindAsync(FactKind.Image, before.Id, Cancellation))!.Text("dataset_id"));
        Assert.Equal("d-1", (await store.Facts.FindAsync(FactKind.Image, after.Id, Cancellation))!.Text("dataset_id"));
        await store.IsSoundAsync();
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_and_those_whose_fact_waits_apart()
    {
        await using var store = await StartAsync();
        var jobs = new[] { JobStatus.Running, JobStatus.Succeeded, JobStatus.Queued, JobStatus.Failed, JobStatus.Cancelled }.Select((status, index) => new ImageJob
        {
            Id = $"j-{index}", Status = status, UserId = index % 2 == 0 ? "ada" : "bob", CreatedAt = Now + index, UpdatedAt = Now - index,
            PendingFact = status == JobStatus.Failed ? "{}" : null,
        }).ToList();
        foreach (var job in jobs) await store.Entities.PutJobAsync(job, Cancellation);
        Assert.Equal(["j-4", "j-3", "j-2", "j-1", "j-0"], await IdsAsync(new JobListQuery()));
        Assert.Equal(["j-4", "j-2", "j-0"], await IdsAsync(new JobListQuery { UserId = "ada" }));
        Assert.Equal(["j-3"], await IdsAsync(new JobListQuery { Status = JobStatus.Failed }));
        Assert.Equal(["j-2", "j-1"], await IdsAsync(new JobListQuery { Before = "j-3", Limit = 2 }));
        Assert.Equal(["j-3"], (await store.Entities.ListPendingJobsAsync(10, Cancellation)).Select(job => job.Id));
        Assert.Empty(await store.Entities.ListPendingJobsAsync(0, Cancellation));

        async Task<IEnumerable<string>> IdsAsync(JobListQuery query) => (await store.Entities.ListJobsAsync(query, Cancellation)).Select(job => job.Id);
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
