using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Security;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Clients;

/// <summary>The clients that apps copy, each in a process of its own, against the real server.</summary>
public sealed class ClientTests
{
    public static TheoryData<string> Languages => ["Python", "TypeScript"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Languages))]
    public async Task Facts_of_every_kind_arrive(string language)
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(new(8, 0, 0), await ClientProcess.RunAsync(language, "kinds", server.Address, await server.NewKeyAsync(KeyKind.Ingest)));
        Assert.Equal("a fox", (await OnlyAsync(server, "images")).GetProperty("prompt").GetString());
        Assert.Equal(("tschüß 🦊", 12), (Text(await OnlyAsync(server, "messages"), "text"), (await OnlyAsync(server, "messages")).GetProperty("output_tokens").GetInt32()));
        Assert.Equal("ended", Text(await OnlyAsync(server, "conversations"), "status"));
        Assert.Equal("login", Text(await OnlyAsync(server, "activities"), "activity_type"));
        Assert.Equal("/users/42", Text(await OnlyAsync(server, "api-calls"), "endpoint"));
        var commands = (await ListAsync(server, "commands")).EnumerateArray().ToList();
        Assert.Equal(["help", "imagine", "imagine"], commands.Select(command => Text(command, "command_name")).Order());
        Assert.All(commands, command => Assert.Equal("42", Text(command, "user_id")));
        var failed = Assert.Single(commands, command => Text(command, "error") is not null);
        Assert.Contains("boom", Text(failed, "error"));
        Assert.False(failed.GetProperty("success").GetBoolean());
        Assert.Equal(2, commands.Count(command => command.GetProperty("execution_time").ValueKind == JsonValueKind.Number));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task What_is_turned_away_or_answered_in_vain_arrives_once(string language)
    {
        var store = new MemoryStore { RejectNext = 1, LoseNext = 1 };
        await using var server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store));
        Assert.Equal(new(250, 1, 0), await ClientProcess.RunAsync(language, "many", server.Address, server.Key));
        Assert.Equal(250, store.Facts.Count);
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task What_is_too_much_for_one_request_comes_in_several(string language)
    {
        await using var server = await RunningServer.StartAsync(("Ingest:MaxBatchFacts", "30"));
        Assert.Equal(new(250, 1, 0), await ClientProcess.RunAsync(language, "many", server.Address, server.Key));
        Assert.Equal(250, (await server.Client.GetFromJsonAsync<JsonElement>("/api/v1/commands", Cancellation)).GetProperty("total").GetInt32());
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task A_server_that_comes_later_gets_everything(string language)
    {
        var (folder, address) = (RunningServer.NewFolder(), FreeAddress());
        var key = await NewKeyAsync(folder);
        using var client = ClientProcess.Start(language, "late", address, key);
        Assert.Equal("tracked", await client.ReadLineAsync());
        await using var server = await RunningServer.StartAsync(RunningServer.Launch(folder) with { Urls = address.ToString() });
        Assert.Equal(new(1, 0, 0), await client.FinishAsync());
        await OnlyAsync(server, "commands");
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task What_has_no_room_is_dropped_and_counted_and_nobody_waits(string language) =>
        Assert.Equal(new(0, 0, 10_001), await ClientProcess.RunAsync(language, "full", FreeAddress(), "vtr_none"));

    [Theory, MemberData(nameof(Languages))]
    public async Task A_key_that_is_not_valid_stops_nothing_but_the_facts(string language)
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(new(0, 0, 251), await ClientProcess.RunAsync(language, "many", server.Address, "vtr_none"));
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task A_process_that_ends_sends_what_is_left(string language)
    {
        var store = new MemoryStore();
        await using var server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store));
        Assert.Equal(0, (await ClientProcess.RunAsync(language, "exit", server.Address, server.Key)).Sent);
        Assert.Equal(5, store.Facts.Count(fact => fact.Kind == FactKind.Command));
    }

    [Fact]
    public async Task A_forked_process_sends_its_own_facts_and_not_its_parents()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(new(2, 0, 0), await ClientProcess.RunAsync("Python", "fork", server.Address, server.Key));
        Assert.Equal(["child", "parent", "parent"], (await ListAsync(server, "commands")).EnumerateArray().Select(command => Text(command, "command_name")).Order());
    }

    [Theory]
    [InlineData("vitrine.py")]
    [InlineData("vitrine.ts")]
    public void A_client_is_a_file_of_less_than_a_hundred_lines(string file) =>
        Assert.InRange(File.ReadAllLines(Architecture.Tests.Repository.At("docs", "clients", file)).Length, 1, 99);

    private static async Task<string> NewKeyAsync(string folder)
    {
        await using var app = VitrineServer.Build(RunningServer.Launch(folder));
        await app.StartAsync(Cancellation);
        return (await app.Services.GetRequiredService<KeyRing>().CreateAsync(Project.DefaultSlug, KeyKind.Ingest, "client", null, null, "test", Cancellation)).Secret;
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }

    private static async Task<JsonElement> ListAsync(RunningServer server, string list) =>
        (await server.Client.GetFromJsonAsync<JsonElement>($"/api/v1/{list}", Cancellation)).GetProperty(list.Replace('-', '_'));

    private static async Task<JsonElement> OnlyAsync(RunningServer server, string list) => Assert.Single((await ListAsync(server, list)).EnumerateArray());

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
