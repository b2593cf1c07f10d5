using Vitrine.Core.Stores;
using Vitrine.Storage.Control;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests.Control;

public sealed class ControlStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualClock clock = new();

    [Fact]
    public void The_first_start_makes_the_default_project_and_later_ones_keep_it()
    {
        Project made;
        using (var store = ControlStore.Open(folder.Path, clock)) made = Assert.Single(store.ListProjects());
        Assert.Equal((Project.DefaultSlug, "Etc/UTC"), (made.Slug, made.TimeZone));
        clock.Advance(TimeSpan.FromDays(1));
        using var again = ControlStore.Open(folder.Path, clock);
        Assert.Equal([made], again.ListProjects());
    }

    [Fact]
    public void A_project_is_made_once_and_found_by_its_slug()
    {
        using var store = ControlStore.Open(folder.Path, clock);
        var bot = new Project("bot", "Der Bot", "Europe/Berlin", 5);
        Assert.True(store.CreateProject(bot));
        Assert.False(store.CreateProject(bot with { Name = "Another" }));
        Assert.Equal(bot, store.FindProject("bot"));
        Assert.Null(store.FindProject("nobody"));
        Assert.Equal(["bot", "default"], store.ListProjects().Select(project => project.Slug));
    }

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
    public void What_is_not_safe_is_no_slug(string slug)
    {
        Assert.False(Project.IsSlug(slug));
        using var store = ControlStore.Open(folder.Path, clock);
        Assert.Throws<ArgumentException>(() => store.CreateProject(new Project(slug, "x", "Etc/UTC", 0)));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_not_touched()
    {
        using (ControlStore.Open(folder.Path, clock))
        {
        }
        using (var connection = SqliteConnection.Open(folder.File("control.db"))) connection.Execute("pragma user_version = 999");
        Assert.Throws<NewerSchemaException>(() => ControlStore.Open(folder.Path, clock));
    }

    public void Dispose() => folder.Dispose();
}
