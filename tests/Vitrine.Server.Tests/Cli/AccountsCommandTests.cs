using System.Net;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Cli;

public sealed class AccountsCommandTests
{
    [Fact]
    public async Task An_account_is_made_beside_a_running_server_and_its_password_is_printed_alone()
    {
        await using var server = await AccountServer.StartAsync();
        var made = await RunAsync("create", "anna", "--email", "anna@example.org", "--role", "viewer", "--project", "shop", "--generate");
        Assert.Equal((0, ""), (made.Code, made.Errors));
        var token = await server.TokenAsync("anna", made.Output.TrimEnd());
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/views?project=shop", null, token));

        var listed = await RunAsync("list");
        Assert.Contains("anna@example.org", listed.Output);
        Assert.Contains("viewer of shop", listed.Output);
        Assert.Contains("\"username\":\"anna\"", (await RunAsync("list", "--json")).Output);

        Assert.Equal(0, (await RunAsync("role", "anna", "editor", "--project", "shop")).Code);
        Assert.Equal(0, (await RunAsync("role", "anna", "admin", "--project", "*")).Code);
        Assert.Equal(0, (await RunAsync("role", "anna", "none", "--project", "shop")).Code);
        var roles = (await server.JsonAsync("GET", "/users/me", null, token)).GetProperty("roles");
        Assert.Equal("admin of *", string.Join(", ", roles.EnumerateArray().Select(role => $"{role.GetProperty("role")} of {role.GetProperty("project")}")));

        Assert.Equal(0, (await RunAsync("disable", "anna")).Code);
        Assert.Contains("anna (disabled)", (await RunAsync("list")).Output);
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/users/me", null, token));
        Assert.Equal(0, (await RunAsync("enable", "anna")).Code);
        var changed = await RunAsync("password", "anna", "--generate");
        _ = await server.TokenAsync("anna", changed.Output.TrimEnd());
        Assert.Equal(0, (await RunAsync("delete", "anna")).Code);
        Assert.DoesNotContain("anna", (await RunAsync("list")).Output);

        Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(server.Running.DataFolder, ["accounts", .. arguments]);
    }

    [Fact]
    public async Task A_password_comes_from_standard_input_and_is_not_printed()
    {
        await using var server = await AccountServer.StartAsync();
        var console = Console.In;
        try
        {
            Console.SetIn(new StringReader("typed by a script\n"));
            var made = await CommandRun.OfAsync(server.Running.DataFolder, "accounts", "create", "anna", "--password-stdin");
            Assert.Equal((0, "", ""), (made.Code, made.Output, made.Errors));
            var none = await CommandRun.OfAsync(server.Running.DataFolder, "accounts", "create", "bert", "--password-stdin");
            Assert.Equal(1, none.Code);
        }
        finally
        {
            Console.SetIn(console);
        }
        _ = await server.TokenAsync("anna", "typed by a script");
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_and_a_sentence()
    {
        await using var server = await AccountServer.StartAsync();
        foreach (var (line, sentence) in (IEnumerable<(string, string)>)[
            ("delete admin", "last admin"), ("disable nobody", "There is no account 'nobody'"), ("role admin viewer --project nowhere", "There is no project 'nowhere'"),
            ("create admin --generate", "There is an account 'admin' already")])
        {
            var run = await CommandRun.OfAsync(server.Running.DataFolder, ["accounts", .. line.Split(' ')]);
            Assert.Equal((1, ""), (run.Code, run.Output));
            Assert.Contains(sentence, run.Errors);
        }
    }

    [Fact]
    public async Task Without_a_server_a_verb_opens_the_folder_itself()
    {
        var folder = RunningServer.NewFolder();
        var made = await CommandRun.OfAsync(folder, "accounts", "create", "anna", "--generate");
        Assert.Equal(0, made.Code);
        Assert.Contains("anna", (await CommandRun.OfAsync(folder, "accounts", "list", "--json")).Output);
        Assert.True(File.Exists(Path.Combine(folder, "admin.password")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("create anna --role owner")]
    [InlineData("role anna owner")]
    public async Task A_wrong_command_line_is_two(string line) =>
        Assert.Equal(2, (await CommandRun.OfAsync(RunningServer.NewFolder(), ["accounts", .. line.Split(' ')])).Code);
}
