using System.Text.Json;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

public sealed class KeysCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_key_is_printed_alone_and_opens_the_running_server_at_once()
    {
        await using var server = await RunningServer.StartAsync(RunningServer.Launch(folder.Path));
        var made = await CommandRun.OfAsync(folder.Path, "keys", "create", "--kind", "server", "--name", "first", "--expires", "90d", "--requests-per-minute", "100");
        Assert.Equal((0, ""), (made.Code, made.Errors));
        var key = made.Output.TrimEnd('\n');
        Assert.Matches("^vtr_server_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(200, await server.TrackAsync(key));

        var list = await CommandRun.OfAsync(folder.Path, "keys", "list");
        Assert.Equal(0, list.Code);
        Assert.Matches($@"{key.Split('_')[2]} +server +first +{key[..^44]}_…", list.Output);
        Assert.DoesNotContain(key[^43..], list.Output);
        using var json = JsonDocument.Parse((await CommandRun.OfAsync(folder.Path, "keys", "list", "--json")).Output);
        var listed = json.RootElement.GetProperty("keys").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "first");
        Assert.Equal(100, listed.GetProperty("requests_per_minute").GetInt32());
        Assert.InRange(listed.GetProperty("expires_at").GetDateTimeOffset() - listed.GetProperty("created_at").GetDateTimeOffset(), TimeSpan.FromDays(89.9), TimeSpan.FromDays(90));

        Assert.Equal((0, "", ""), await RunAsync("keys", "revoke", key.Split('_')[2]));
        Assert.Equal(401, await server.TrackAsync(key));
        Assert.Contains("revoked 20", (await CommandRun.OfAsync(folder.Path, "keys", "list")).Output);
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_in_a_sentence()
    {
        Directory.CreateDirectory(folder.Path);
        Assert.Equal((1, "", "There is no project 'nobody'.\n"), await RunAsync("keys", "create", "--kind", "app", "--name", "x", "--project", "nobody"));
        Assert.Equal((1, "", "The project has no key 'nope'.\n"), await RunAsync("keys", "revoke", "nope"));
        Assert.Equal((1, "", "expires_at is past.\n"), await RunAsync("keys", "create", "--kind", "app", "--name", "x", "--expires", "2020-01-01"));
        Assert.Equal(2, (await CommandRun.OfAsync(folder.Path, "keys", "create", "--kind", "master", "--name", "x")).Code);
        Assert.Equal(2, (await CommandRun.OfAsync(folder.Path, "keys", "create", "--kind", "app")).Code);
        Assert.Equal(1, (await CommandRun.OfAsync(folder.File("nowhere"), "keys", "list")).Code);
        Assert.False(Directory.Exists(folder.File("nowhere")));
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int, string, string)> RunAsync(params string[] arguments)
    {
        var run = await CommandRun.OfAsync(folder.Path, arguments);
        return (run.Code, run.Output, run.Errors);
    }
}
