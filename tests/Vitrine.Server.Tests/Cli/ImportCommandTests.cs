using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Import;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Cli;

/// <summary>Whole imports: real files, the real command line, the real store.</summary>
public sealed class ImportCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string Data => folder.File("data");

    [Fact]
    public async Task A_table_is_imported_and_importing_it_again_doubles_nothing()
    {
        var file = folder.File("prompts.tsv");
        await File.WriteAllTextAsync(file, "Prompt\tCategory\na lighthouse\tOutdoor\n\"GIGGLE\" on a wall\tWriting\n", TestContext.Current.CancellationToken);
        string[] command = ["import", file, "--kind", "image", "--map", "Prompt=prompt", "--map", "Category=style"];

        var first = await CommandRun.OfAsync(Data, command);
        Assert.Equal(("", 0), (first.Errors, first.Code));
        Assert.StartsWith("prompts.tsv: 2 stored, 0 duplicate, 0 refused", first.Output, StringComparison.Ordinal);
        var second = await CommandRun.OfAsync(Data, command);
        Assert.StartsWith("prompts.tsv: 0 stored, 2 duplicate, 0 refused", second.Output, StringComparison.Ordinal);

        var images = await ListAsync(FactKind.Image);
        Assert.Equal(["\"GIGGLE\" on a wall", "a lighthouse"], images.Select(image => image.Text("prompt")));
        Assert.Equal(["Writing", "Outdoor"], images.Select(image => image.Text("style")));
        Assert.Empty(Directory.GetFiles(Path.Combine(Data, "imports")));
    }

    [Fact]
    public async Task A_packed_file_of_mixed_kinds_is_imported()
    {
        Reading.WriteGzip(folder.File("facts.ndjson.gz"), """
            {"kind":"image","id":"i1","prompt":"x","user_id":7,"timestamp":1762605296}
            {"kind":"message","message_id":"m1","conversation_id":"c1","role":"assistant","tokens":5,"created_at":"2025-11-08T12:34:56"}
            {"kind":"command","command_name":"imagine","user_id":"u1","success":true}
            """);
        var run = await CommandRun.OfAsync(Data, "import", folder.File("facts.ndjson.gz"));
        Assert.Equal(("", 0), (run.Errors, run.Code));
        Assert.Equal("i1", Assert.Single(await ListAsync(FactKind.Image)).Id);
        Assert.Equal(5, Assert.Single(await ListAsync(FactKind.Message)).Number("output_tokens"));
        Assert.Equal("imagine", Assert.Single(await ListAsync(FactKind.Command)).Text("command_name"));
    }

    [Fact]
    public async Task The_database_of_a_chat_platform_is_imported_and_counters_come_from_its_messages()
    {
        Databases.WriteChatPlatform(folder.File("analytics.db"));
        var run = await CommandRun.OfAsync(Data, "import", folder.File("analytics.db"));
        Assert.Equal(0, run.Code);
        Assert.StartsWith("analytics.db: 8 stored", run.Output, StringComparison.Ordinal);
        Assert.Contains("daily_stats left out", run.Errors);

        await using var store = await OpenAsync();
        var open = await store.FindConversationAsync("c1", TestContext.Current.CancellationToken);
        Assert.Equal(("active", 2, 162), (open!.Status, open.MessageCount, open.TotalTokens));
        Assert.Equal("deleted", (await store.FindConversationAsync("c2", TestContext.Current.CancellationToken))!.Status);
        Assert.Equal("ada", (await store.FindUserAsync("u1", TestContext.Current.CancellationToken))!.Username);
    }

    [Fact]
    public async Task The_database_of_a_bot_is_imported_and_again_without_doubling()
    {
        Databases.WriteBot(folder.File("analytics.db"));
        Assert.StartsWith("analytics.db: 4 stored", (await CommandRun.OfAsync(Data, "import", folder.File("analytics.db"))).Output, StringComparison.Ordinal);
        Assert.StartsWith("analytics.db: 0 stored, 4 duplicate", (await CommandRun.OfAsync(Data, "import", folder.File("analytics.db"))).Output, StringComparison.Ordinal);
        var image = Assert.Single(await ListAsync(FactKind.Image));
        Assert.Equal(("a fox", 3_250_000L, 1_762_605_297_500_000L), (image.Text("prompt"), image.Number("generation_time"), image.Time));
        Assert.Equal([0L, 1], (await ListAsync(FactKind.Command)).Select(command => command.Number("success")!.Value));
    }

    [Fact]
    public async Task Refused_rows_make_three_and_are_kept_with_their_reasons()
    {
        var file = folder.File("calls.csv");
        await File.WriteAllTextAsync(file, "endpoint,method,status_code,response_time\n/a,GET,200,0.1\n/b,GET,200,fast\n/c,,200,0.1\n", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(Data, "import", file, "--kind", "api_call", "--refused", folder.File("bad.ndjson"));
        Assert.Equal(3, run.Code);
        Assert.StartsWith("calls.csv: 1 stored, 0 duplicate, 2 refused", run.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(folder.File("bad.ndjson"), TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"row\":3,\"code\":\"wrong_type\"", lines[0]);
        Assert.Contains("\"row\":4,\"code\":\"missing_field\"", lines[1]);
    }

    [Fact]
    public async Task Beside_a_running_server_the_facts_go_through_it()
    {
        await using var server = await RunningServer.StartAsync();
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt\nx\ny\n", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(server.DataFolder, "import", folder.File("f.csv"), "--kind", "image");
        Assert.Equal(0, run.Code);
        var store = await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", TestContext.Current.CancellationToken);
        var page = await store.ListAsync(new FactListQuery { Kind = FactKind.Image }, TestContext.Current.CancellationToken);
        Assert.Equal(2, page.Total);
    }

    [Fact]
    public async Task A_project_that_does_not_exist_fails_and_says_so()
    {
        await File.WriteAllTextAsync(folder.File("f.csv"), "prompt\nx\n", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(Data, "import", folder.File("f.csv"), "--kind", "image", "--project", "nobody");
        Assert.Equal(1, run.Code);
        Assert.Contains("There is no project 'nobody'", run.Errors);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_and_says_why()
    {
        await File.WriteAllTextAsync(folder.File("f.parquet"), "PAR1", TestContext.Current.CancellationToken);
        var run = await CommandRun.OfAsync(Data, "import", folder.File("f.parquet"));
        Assert.Equal(1, run.Code);
        Assert.Contains("no extension that Vitrine reads", run.Errors);
    }

    [Fact]
    public async Task After_an_import_the_doctor_finds_nothing_wrong_and_a_rebuild_keeps_it_so()
    {
        Databases.WriteChatPlatform(folder.File("analytics.db"));
        await CommandRun.OfAsync(Data, "import", folder.File("analytics.db"));
        var check = await CommandRun.OfAsync(Data, "doctor", "--data", Data);
        Assert.DoesNotContain("BAD", check.Output);
        Assert.Equal(0, check.Code);
        var rebuild = await CommandRun.OfAsync(Data, "doctor", "--rebuild");
        Assert.Contains("rebuilt; every number equals the recount", rebuild.Output);
        Assert.Equal(0, rebuild.Code);
    }

    public void Dispose() => folder.Dispose();

    private async Task<SqliteFactStore> OpenAsync() => await SqliteFactStore.OpenAsync(
        Path.Combine(Data, "projects", "default"), new StoreOptions(), TimeProvider.System, cancellationToken: TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<FactRecord>> ListAsync(FactKind kind)
    {
        await using var store = await OpenAsync();
        return (await store.ListAsync(new FactListQuery { Kind = kind }, TestContext.Current.CancellationToken)).Items;
    }
}
