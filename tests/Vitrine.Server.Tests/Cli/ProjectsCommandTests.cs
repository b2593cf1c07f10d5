using System.Text.Json;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class ProjectsCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_project_lives_and_goes()
    {
        Assert.Equal((0, "", ""), await RunAsync("projects", "create", "bot", "--name", "Bot", "--zone", "Europe/Berlin"));
        Assert.Equal((0, "", ""), await RunAsync("projects", "rename", "bot", "The bot"));
        Assert.Equal((0, "", ""), await RunAsync("projects", "zone", "bot", "Asia/Kolkata"));
        Assert.Equal((0, "", ""), await RunAsync("projects", "archive", "bot"));
        var (_, table, _) = await RunAsync("projects", "list");
        Assert.Matches(@"(?m)^bot +The bot +Asia/Kolkata +\S+Z +\S+Z$", table);
        Assert.Matches(@"(?m)^default +Default +UTC +\S+Z +–$", table);
        Assert.Equal((0, "", ""), await RunAsync("projects", "unarchive", "bot"));
        using var list = JsonDocument.Parse((await RunAsync("projects", "list", "--json")).Output);
        Assert.False(list.RootElement.GetProperty("projects")[0].GetProperty("archived").GetBoolean());
        Assert.Equal((0, "", ""), await RunAsync("projects", "delete", "bot", "--yes"));
        Assert.DoesNotContain("bot", (await RunAsync("projects", "list")).Output);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        Assert.Equal((1, "", "There is a project 'default' already.\n"), await RunAsync("projects", "create", "default"));
        Assert.Equal((1, "", "There is no project 'bot'.\n"), await RunAsync("projects", "rename", "bot", "x"));
        Assert.Equal((1, "", "time_zone is a name of the IANA database, as in Europe/Berlin.\n"), await RunAsync("projects", "zone", "default", "Berlin"));
        Assert.Equal((1, "", "'default' is the only project, and a server keeps one. Make another first.\n"), await RunAsync("projects", "delete", "default", "--yes"));
        Assert.Equal(2, (await RunAsync("projects", "rename", "bot")).Code);
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(folder.Path, arguments);
        return (run.Code, run.Output, run.Errors);
    }
}
