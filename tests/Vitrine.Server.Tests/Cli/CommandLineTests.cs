using System.Net;
using Vitrine.Server.Local;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("serve")]
    [InlineData("import")]
    [InlineData("demo")]
    [InlineData("stats")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("doctor")]
    [InlineData("accounts create")]
    [InlineData("accounts list")]
    [InlineData("accounts password")]
    [InlineData("accounts role")]
    [InlineData("accounts disable")]
    [InlineData("accounts enable")]
    [InlineData("accounts delete")]
    [InlineData("keys create")]
    [InlineData("keys list")]
    [InlineData("keys revoke")]
    [InlineData("projects create")]
    [InlineData("projects list")]
    [InlineData("projects rename")]
    [InlineData("projects zone")]
    [InlineData("projects archive")]
    [InlineData("projects unarchive")]
    [InlineData("projects delete")]
    public async Task Every_verb_explains_itself_by_examples(string verb)
    {
        var run = await CommandRun.OfAsync(folder.Path, [.. verb.Split(' '), "--help"]);
        Assert.Equal(0, run.Code);
        Assert.Contains("Examples:", run.Output);
        Assert.Contains($"vitrine {verb}", run.Output);
        Assert.Contains("--data", run.Output);
    }

    [Theory]
    [InlineData("paint")]
    [InlineData("import")]
    [InlineData("import missing.csv")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("doctor --harder")]
    public async Task A_wrong_command_line_is_two(string line)
    {
        var run = await CommandRun.OfAsync(folder.Path, line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Errors);
    }

    [Theory]
    [InlineData("--kind", "picture", "is not a kind of fact")]
    [InlineData("--map", "Prompt", "--map wants COLUMN=FIELD")]
    [InlineData("--delimiter", ",,", "--delimiter wants one")]
    public async Task A_wrong_option_is_two_and_says_what_is_wanted(string option, string value, string message)
    {
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt\nx\n", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(folder.File("data"), "import", folder.File("f.csv"), option, value);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Errors);
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Theory]
    [InlineData("stats")]
    [InlineData("doctor")]
    public async Task Looking_makes_no_data_folder(string verb)
    {
        var run = await CommandRun.OfAsync(folder.File("data"), verb);
        Assert.Equal(1, run.Code);
        Assert.Contains("There is no", run.Output + run.Errors);
        Assert.False(Directory.Exists(folder.File("data")));
    }

    [Fact]
    public async Task A_folder_that_no_demo_made_is_never_emptied()
    {
        await File.WriteAllTextAsync(folder.File("precious.txt"), "x", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(folder.Path, "demo", "--data", folder.Path);
        Assert.Equal(1, run.Code);
        Assert.Contains("is not empty and no demo made it", run.Errors);
        Assert.True(File.Exists(folder.File("precious.txt")));
    }

    [Fact]
    public async Task Maintenance_exists_on_the_socket_only()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.Client.PostAsync(new Uri("/internal/check", UriKind.Relative), null, TestContext.Current.CancellationToken);
        await ProblemBody.AssertAsync(answer, HttpStatusCode.NotFound, "not_found");
        using var local = LocalConnection.Client(Path.Combine(server.DataFolder, "vitrine.sock"));
        using var allowed = await local.PostAsync(new Uri("/internal/check", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
    }

    public void Dispose() => folder.Dispose();
}
