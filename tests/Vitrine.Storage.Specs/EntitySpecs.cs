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
            Ext = """{"is_auto_followup":true}""", Request = "{}", PendingFact = """{"kind":"image"}""", IsOfApp = true, Timeout = 60, ProviderJobId = "rp-1", CallbackHash = "00ff", CallbackExpiresAt = Now + 1,
            CreatedAt = Now, UpdatedAt = Now,
        };
        await KeepsAsync(
            store, job, job with { Status = "failed", Error = "no memory", ImageId = "i-1", Ext = null, UpdatedAt = Now + 1 },
            store.Entities.PutJobAsync, (entities, token) => entities.FindJobAsync("j-1", token));
    }

    [Fact]
    public async Task A_job_is_added_once_and_changed_by_many_at_once()
    {
        await using var store = await StartAsync();
        var job = new ImageJob { Id = "j-1", Status = JobStatus.Queued, CallbackHash = "00ff", CreatedAt = Now, UpdatedAt = Now };
        Assert.Null(await store.Entities.AddJobAsync(job, Cancellation));
        Assert.Equal(job, await store.Entities.AddJobAsync(job with { Status = JobStatus.Running }, Cancellation));
        Assert.Equal(job, await store.Entities.FindJobByCallbackAsync("00ff", Cancellation));
        Assert.Null(await store.Entities.FindJobByCallbackAsync("ff00", Cancellation));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Entities.ChangeJobAsync("j-1", known => known with { UpdatedAt = known.UpdatedAt + 1 }, Cancellation)));
        var changed = await store.Entities.ChangeJobAsync("j-1", _ => null, Cancellation);
        Assert.Equal((job with { UpdatedAt = Now + 20 }, false), changed!.Value);
        Assert.Null(await store.Entities.ChangeJobAsync("j-2", known => known, Cancellation));
    }

    [Fact]
    public async Task Jobs_without_news_for_too_long_are_found()
    {
        await using var store = await StartAsync();
        foreach (var (id, status, timeout, updated) in new (string, string, long?, long)[]
        {
            ("old", JobStatus.Queued, null, Now - 100), ("older", JobStatus.Running, null, Now - 200), ("ended", JobStatus.Failed, null, Now - 900),
            ("hasty", JobStatus.Running, 10, Now - 10), ("patient", JobStatus.Running, 900, Now - 150), ("new", JobStatus.Running, 90, Now - 89),
            ("said", JobStatus.Running, null, Now - 500),
        }) await store.Entities.PutJobAsync(new ImageJob { Id = id, Status = status, Timeout = timeout, CreatedAt = Now, UpdatedAt = updated }, Cancellation);
        await store.Entities.AddCallbackAsync(new JobCallback("said", JobStatus.Succeeded, "{}", null, Now, 0, Now), Cancellation);
        Assert.Equal(["older", "patient", "old", "hasty"], (await store.Entities.ListStuckJobsAsync(Now, 100, 10, Cancellation)).Select(job => job.Id));
        Assert.Single(await store.Entities.ListStuckJobsAsync(Now, 100, 1, Cancellation));
    }

    [Fact]
    public async Task What_was_said_of_a_job_waits_until_it_is_worked_off()
    {
        await using var store = await StartAsync();
        Assert.Null(await store.Entities.FindNextCallbackAsync(Cancellation));
        byte[] picture = [1, 2, 3];
        var said = new JobCallback("j-1", JobStatus.Succeeded, "{}", picture, Now, 0, Now);
        await store.Entities.AddCallbackAsync(said, Cancellation);
        // Of each outcome the first.
        await store.Entities.AddCallbackAsync(said with { Report = "[]", ReceivedAt = Now + 1 }, Cancellation);
        await store.Entities.AddCallbackAsync(said with { Outcome = JobStatus.Failed, Picture = null, DueAt = Now + 5 }, Cancellation);
        Assert.Equal(said with { Picture = null }, Assert.Single(await store.Entities.ListDueCallbacksAsync(Now, 10, Cancellation)));
        Assert.Equal(picture, (await store.Entities.FindCallbackAsync("j-1", JobStatus.Succeeded, Cancellation))!.Picture!.Value.ToArray());
        Assert.Null((await store.Entities.FindCallbackAsync("j-1", JobStatus.Failed, Cancellation))!.Picture);
        await store.Entities.PostponeCallbackAsync("j-1", JobStatus.Succeeded, 2, Now + 9, Cancellation);
        Assert.Equal(Now + 5, await store.Entities.FindNextCallbackAsync(Cancellation));
        Assert.Equal([(JobStatus.Failed, 0), (JobStatus.Succeeded, 2)], (await store.Entities.ListDueCallbacksAsync(Now + 9, 10, Cancellation)).Select(callback => (callback.Outcome, callback.Attempts)));
        await store.Entities.RemoveCallbackAsync("j-1", JobStatus.Failed, Cancellation);
        await store.Entities.RemoveCallbackAsync("j-1", JobStatus.Succeeded, Cancellation);
        Assert.Null(await store.Entities.FindNextCallbackAsync(Cancellation));
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
