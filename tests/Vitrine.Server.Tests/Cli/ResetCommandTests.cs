using System.Text.Json;
using Vitrine.Server.Cli;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class ResetCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_project_is_emptied_without_a_server()
    {
        await ImportAsync();
        Assert.Equal((0, "default: removed 2 image"), await ResetAsync());
        Assert.Equal((0, "default: there was nothing to remove"), await ResetAsync());
        Assert.Equal(0, await ImagesAsync());
    }

    [Fact]
    public async Task A_project_is_emptied_beside_a_running_server()
    {
        // The server removes its own folder in the end.
        await using var server = await RunningServer.StartAsync(RunningServer.Launch(folder.File("data")));
        await ImportAsync();
        Assert.Equal(2, await ImagesAsync());
        Assert.Equal((0, "default: removed 2 image"), await ResetAsync());
        Assert.Equal(0, await ImagesAsync());
    }

    [Fact]
    public async Task What_is_not_named_or_not_there_is_not_removed()
    {
        Directory.CreateDirectory(folder.File("data"));
        Assert.Equal(2, (await CommandRun.OfAsync(folder.File("data"), "reset", "--yes")).Code);
        var nobody = await CommandRun.OfAsync(folder.File("data"), "reset", "--project", "nobody", "--yes");
        Assert.Equal((1, "There is no project 'nobody'."), (nobody.Code, nobody.Errors.Trim()));
        Assert.Equal(1, (await CommandRun.OfAsync(folder.File("nowhere"), "reset", "--project", "default", "--yes")).Code);
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData(" default ", true)]
    [InlineData("yes", false)]
    [InlineData("", false)]
    public void A_person_types_the_slug(string typed, bool confirms)
    {
        using var output = new StringWriter();
        Assert.Equal(confirms, ResetCommand.Confirms("default", new StringReader(typed), output));
        Assert.Contains("'default'", output.ToString());
    }

    [Fact]
    public void Where_nobody_can_be_asked_a_script_says_yes() =>
        Assert.Contains("--yes", Assert.Throws<StartException>(() => ResetCommand.Confirms("default", null, TextWriter.Null)).Message);

    private async Task<(int, string)> ResetAsync()
    {
        var run = await CommandRun.OfAsync(folder.File("data"), "reset", "--project", "default", "--yes");
        return (run.Code, run.Output.Trim());
    }

    private async Task ImportAsync()
    {
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt,user_id\nx,u1\ny,u2\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await CommandRun.OfAsync(folder.File("data"), "import", folder.File("f.csv"), "--kind", "image")).Code);
    }

    private async Task<int> ImagesAsync()
    {
        var stats = await CommandRun.OfAsync(folder.File("data"), "stats", "--json");
        using var summary = JsonDocument.Parse(stats.Output);
        return summary.RootElement.GetProperty("total_images").GetInt32();
    }

    public void Dispose() => folder.Dispose();
}
