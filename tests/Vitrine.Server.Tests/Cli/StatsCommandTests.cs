using System.Text.Json;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class StatsCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task The_summary_is_a_table_for_people_and_json_for_programs()
    {
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt,user_id\nx,u1\ny,u2\n", TestContext.Current.CancellationToken);
        await CommandRun.OfAsync(folder.File("data"), "import", folder.File("f.csv"), "--kind", "image");
        var table = await CommandRun.OfAsync(folder.File("data"), "stats");
        Assert.Equal(0, table.Code);
        Assert.Matches(@"total images\s+│\s+2 ", table.Output);
        var json = await CommandRun.OfAsync(folder.File("data"), "stats", "--json");
        using var summary = JsonDocument.Parse(json.Output);
        Assert.Equal((2, 2), (summary.RootElement.GetProperty("total_images").GetInt32(), summary.RootElement.GetProperty("total_users").GetInt32()));
    }

    [Fact]
    public async Task A_project_that_does_not_exist_is_said_in_a_sentence()
    {
        Directory.CreateDirectory(folder.File("data"));
        var run = await CommandRun.OfAsync(folder.File("data"), "stats", "--project", "nobody");
        Assert.Equal((1, "There is no project 'nobody'."), (run.Code, run.Errors.Trim()));
    }

    public void Dispose() => folder.Dispose();
}
