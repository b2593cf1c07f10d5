using Vitrine.Core.Control;
using Vitrine.Storage.Control;
using Vitrine.Storage.Specs;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests.Control;

public sealed class SqliteControlStoreSpecs : ControlStoreSpecs
{
    private readonly TempFolder folder = new();

    protected override Task<IControlStore> OpenAsync() => Task.FromResult<IControlStore>(ControlStore.Open(folder.Path, Clock));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }
}

public sealed class ControlStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();

    [Theory]
    [InlineData("a")]
    [InlineData("bot-2")]
    public void A_slug_is_safe_as_the_name_of_a_folder(string slug) => Assert.True(Project.IsSlug(slug));

    [Theory]
    [InlineData("")]
    [InlineData("Bot")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("-a")]
    [InlineData("a--b")]
    public async Task What_is_not_safe_is_no_slug(string slug)
    {
        Assert.False(Project.IsSlug(slug));
        await using var store = ControlStore.Open(folder.Path, clock);
        await Assert.ThrowsAsync<ArgumentException>(() => store.CreateProjectAsync(new Project(slug, "x", "Etc/UTC", 0), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Only_its_owner_may_read_what_is_in_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var store = ControlStore.Open(folder.Path, clock);
        foreach (var file in Directory.GetFiles(folder.Path, "control.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_file_of_a_newer_version_is_not_touched()
    {
        await ControlStore.Open(folder.Path, clock).DisposeAsync();
        using (var connection = SqliteConnection.Open(folder.File("control.db"))) connection.Execute("pragma user_version = 999");
        Assert.Throws<NewerSchemaException>(() => ControlStore.Open(folder.Path, clock));
    }

    public void Dispose() => folder.Dispose();
}
