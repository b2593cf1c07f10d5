using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Media.Blobs;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage.Control;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Projects;

/// <summary>A process that is killed in the middle of a change leaves the project or nothing of it, and starts again.</summary>
public sealed class ProjectStoresTests : IDisposable
{
    private static readonly Project Bot = new("bot", "Bot", "UTC", 5);

    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string BotFolder => folder.File(Path.Combine("projects", "bot"));

    [Fact]
    public async Task Killed_before_a_new_projects_store_was_made_it_is_made_at_the_start()
    {
        await using (var control = OpenControl()) await control.CreateProjectAsync(Bot, Cancel);
        Assert.Equal(["bot", "default"], await StartAsync());
        Assert.True(Directory.Exists(BotFolder));
    }

    [Fact]
    public async Task Killed_before_a_deleted_projects_folder_was_removed_it_is_removed_at_the_start()
    {
        await using (var control = OpenControl())
        {
            await control.CreateProjectAsync(Bot, Cancel);
            await control.DeleteProjectAsync("bot", Cancel);
        }
        Directory.CreateDirectory(BotFolder);
        await File.WriteAllTextAsync(Path.Combine(BotFolder, "facts.db"), "half", Cancel);
        Assert.Equal(["default"], await StartAsync());
        Assert.False(Directory.Exists(BotFolder));
        await using var after = OpenControl();
        Assert.Empty(await after.ListRemovedProjectsAsync(Cancel));
    }

    [Fact]
    public async Task A_folder_that_no_project_was_deleted_from_stays_as_it_is()
    {
        Directory.CreateDirectory(BotFolder);
        Assert.Equal(["default"], await StartAsync());
        Assert.True(Directory.Exists(BotFolder));
    }

    [Fact]
    public async Task A_project_whose_store_cannot_be_made_is_not_made()
    {
        await using var control = OpenControl();
        var isFull = false;
        await using var stores = Stores(control, () => isFull ? throw new IOException("full") : new MemoryStore());
        await stores.StartingAsync(Cancel);
        isFull = true;
        await Assert.ThrowsAsync<IOException>(() => stores.CreateAsync(Bot, Cancel));
        Assert.Null(stores.Find("bot"));
        Assert.Equal(["default"], (await control.ListProjectsAsync(Cancel)).Select(project => project.Slug));
        Assert.False(Directory.Exists(BotFolder));
        isFull = false;
        Assert.Equal(ProjectOutcome.Done, await stores.CreateAsync(Bot, Cancel));
    }

    [Fact]
    public async Task A_project_with_a_zone_that_nobody_knows_is_said_at_the_start()
    {
        await using var control = OpenControl();
        await control.CreateProjectAsync(Bot with { TimeZone = "Mars/Base" }, Cancel);
        await using var stores = Stores(control, () => new MemoryStore());
        var error = await Assert.ThrowsAsync<StartException>(() => stores.StartingAsync(Cancel));
        Assert.Contains("Mars/Base", error.Message);
    }

    public void Dispose() => folder.Dispose();

    private async Task<IEnumerable<string>> StartAsync()
    {
        await using var control = OpenControl();
        await using var stores = Stores(control, () => new MemoryStore());
        await stores.StartingAsync(Cancel);
        return stores.Slugs;
    }

    private ControlStore OpenControl() => ControlStore.Open(folder.Path, clock);

    private ProjectStores Stores(IProjectStore control, Func<IFactStore> open) =>
        new(DataFolder.At(folder.Path), control, (_, _, _) => Task.FromResult(open()), new FileSystemBlobStore(folder.File), NullLogger<ProjectStores>.Instance);
}
