using System.Net;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Exports;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Exports;

public sealed class ExportTests
{
    private const string Nasty = "=HYPERLINK(\"http://evil\",\"x\"),\r\nsecond \"line\"";

    [Theory]
    [InlineData("images", "images")]
    [InlineData("messages", "messages")]
    [InlineData("activities", "activities")]
    [InlineData("api-calls", "api_calls")]
    [InlineData("commands", "commands")]
    [InlineData("conversations", "conversations")]
    [InlineData("users", "users")]
    public async Task Every_list_comes_out_in_every_form_as_the_list_shows_it(string list, string items)
    {
        await using var server = await FilledAsync();
        var rows = (await server.JsonAsync($"/api/v1/{list}?per_page=500")).GetProperty(items).EnumerateArray().ToList();
        Assert.NotEmpty(rows);

        var json = await server.JsonAsync($"/api/v1/export/{list}.json");
        Assert.Equal(rows.Select(row => OnOneLine(row.GetRawText())), json.EnumerateArray().Select(row => row.GetRawText()));
        var lines = (await TextAsync(server, $"/api/v1/export/{list}.ndjson")).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.Equal(rows.Select(row => OnOneLine(row.GetRawText())), lines[..^1]);

        var csv = CsvText.Read(await TextAsync(server, $"/api/v1/export/{list}.csv"));
        Assert.Equal(rows[0].EnumerateObject().Select(member => member.Name), csv[0]);
        Assert.Equal(rows.Count, csv.Count - 1);
        foreach (var (row, cells) in rows.Zip(csv.Skip(1)))
            Assert.Equal(row.EnumerateObject().Select(member => Expected(member)), cells.Select(CsvCell.Restore));
    }

    [Fact]
    public async Task A_file_says_what_it_is_and_is_kept_by_nobody()
    {
        await using var server = await FilledAsync();
        using var answer = await server.GetAsync("/api/v1/export/api-calls.csv?project=default");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", answer.Content.Headers.ContentType?.CharSet);
        Assert.Equal("attachment; filename=\"default-api-calls-2025-06-18.csv\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(answer.Headers.TransferEncodingChunked);
        using var lines = await server.GetAsync("/api/v1/export/users.ndjson");
        Assert.Equal("application/x-ndjson", lines.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=\"default-users-2025-06-18.ndjson\"", lines.Content.Headers.ContentDisposition?.ToString());
    }

    [Fact]
    public async Task Nothing_is_a_file_too()
    {
        await using var server = await LivingServer.StartAsync();
        var header = Assert.Single(CsvText.Read(await TextAsync(server, "/api/v1/export/images.csv")));
        Assert.Equal(["id", "kind", "created_at", "user_id"], header[..4]);
        Assert.Contains("source", header);
        Assert.Equal("", await TextAsync(server, "/api/v1/export/images.ndjson"));
        Assert.Equal(0, (await server.JsonAsync("/api/v1/export/images.json")).GetArrayLength());
    }

    [Fact]
    public async Task Filters_ranges_and_search_are_those_of_the_list()
    {
        await using var server = await LivingServer.StartAsync(("Storage:TailMilliseconds", "10"));
        await server.TrackAsync(Enumerable.Range(0, 30).Select(index => Some.Image().Named($"i{index}").By($"u{index % 3}").With("style", $"s{index % 2}")
            .With("username", $"Name {index % 3}").At(LivingServer.Now.AddHours(-index))));
        foreach (var query in new[] { "style=s1", "user_id=u2", "user=name%201&style=s0", "from=2025-06-17T20:00:00Z&to=2025-06-18T04:00:00Z", "source=scheduler" })
        {
            var listed = (await server.JsonAsync($"/api/v1/images?per_page=500&{query}")).GetProperty("images").EnumerateArray().Select(IdOf);
            Assert.Equal(listed, await IdsAsync(server, $"/api/v1/export/images.ndjson?{query}"));
        }
        Assert.Equal(5, (await IdsAsync(server, "/api/v1/export/images.ndjson?limit=5")).Count);
    }

    [Fact]
    public async Task An_export_is_continued_behind_its_last_row_while_facts_arrive()
    {
        await using var server = await LivingServer.StartAsync();
        await server.TrackAsync(Enumerable.Range(0, 40).Select(index => Some.Message().Named($"m{index:00}").By($"u{index}").With("conversation_id", $"c{index}")
            .At(LivingServer.Now.AddMinutes(-100 + index))));
        foreach (var list in new[] { "messages", "users", "conversations" })
        {
            var all = await IdsAsync(server, $"/api/v1/export/{list}.ndjson");
            var read = await IdsAsync(server, $"/api/v1/export/{list}.ndjson?limit=13");
            while (read.Count < all.Count)
            {
                await server.TrackAsync(Some.Message().By("new").With("conversation_id", "new").At(LivingServer.Now));
                read.AddRange(await IdsAsync(server, $"/api/v1/export/{list}.ndjson?limit=13&after={read[^1]}"));
            }
            Assert.Equal(all, read);
        }
        var first = await server.JsonAsync("/api/v1/messages?per_page=7");
        var rest = await IdsAsync(server, $"/api/v1/export/messages.ndjson?cursor={first.GetProperty("next_cursor").GetString()}");
        Assert.Equal((await IdsAsync(server, "/api/v1/export/messages.ndjson"))[7..], rest);
    }

    [Fact]
    public async Task An_app_key_exports_the_rows_of_its_user_only()
    {
        await using var server = await LivingServer.StartAsync();
        await server.TrackAsync(new[] { "ada", "bob" }.SelectMany(user => new[]
        {
            Some.Image().Named($"i-{user}").By(user).At(LivingServer.Now), Some.Message().Named($"m-{user}").By(user).With("conversation_id", $"c-{user}").At(LivingServer.Now),
        }));
        var key = await server.Server.NewKeyAsync(KeyKind.App);
        Assert.Equal(["i-ada"], IdsOf(await AsAdaAsync("images.ndjson")));
        Assert.Equal(["m-ada"], IdsOf(await AsAdaAsync("messages.ndjson")));
        Assert.Equal(["c-ada"], IdsOf(await AsAdaAsync("conversations.ndjson")));
        Assert.Equal("", await AsAdaAsync("images.ndjson?after=i-ada"));
        foreach (var hidden in new[] { "images.csv?after=i-bob", "conversations.csv?after=c-bob" }) Assert.Contains("invalid_cursor", await AsAdaAsync(hidden));
        foreach (var refused in new[] { "images.csv?user_id=bob", "conversations.csv?user_id=bob", "users.csv" }) Assert.Contains("forbidden", await AsAdaAsync(refused));

        async Task<string> AsAdaAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.Address, "/api/v1/export/" + path)) { Headers = { { "X-Api-Key", key }, { "X-End-User", "ada" } } };
            using var answer = await server.Server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_CSV_file_may_begin_with_a_mark_or_without_its_header()
    {
        await using var server = await FilledAsync();
        var bytes = await BytesAsync(server, "/api/v1/export/commands.csv?bom=1");
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var with = await BytesAsync(server, "/api/v1/export/commands.csv");
        var without = await BytesAsync(server, "/api/v1/export/commands.csv?header=0");
        Assert.Equal(bytes[3..], with);
        Assert.Equal(with[(with.AsSpan().IndexOf("\r\n"u8) + 2)..], without);
    }

    [Fact]
    public async Task A_file_is_packed_for_those_who_take_it()
    {
        await using var server = await FilledAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.Address, "/api/v1/export/images.csv"));
        request.Headers.AcceptEncoding.ParseAdd("br;q=1, gzip;q=0.5");
        using var answer = await server.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        await using var packed = new System.IO.Compression.GZipStream(
            await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        Assert.Equal(await TextAsync(server, "/api/v1/export/images.csv"), await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/api/v1/export/images.xml", HttpStatusCode.NotFound, "not_found", null)]
    [InlineData("/api/v1/export/pictures.csv", HttpStatusCode.NotFound, "not_found", null)]
    [InlineData("/api/v1/export/images.csv?page=2", HttpStatusCode.BadRequest, "unknown_parameter", "page")]
    [InlineData("/api/v1/export/images.csv?per_page=2", HttpStatusCode.BadRequest, "unknown_parameter", "per_page")]
    [InlineData("/api/v1/export/images.json?bom=1", HttpStatusCode.BadRequest, "unknown_parameter", "bom")]
    [InlineData("/api/v1/export/images.csv?bom=maybe", HttpStatusCode.BadRequest, "invalid_flag", "bom")]
    [InlineData("/api/v1/export/images.csv?after_time=2025-01-01", HttpStatusCode.BadRequest, "unknown_parameter", "after_time")]
    [InlineData("/api/v1/export/messages.csv?style=noir", HttpStatusCode.BadRequest, "unknown_parameter", "style")]
    [InlineData("/api/v1/export/users.csv?user_id=1", HttpStatusCode.BadRequest, "unknown_parameter", "user_id")]
    [InlineData("/api/v1/export/conversations.csv?status=asleep", HttpStatusCode.BadRequest, "unknown_value", "status")]
    [InlineData("/api/v1/export/images.csv?limit=many", HttpStatusCode.BadRequest, "invalid_number", "limit")]
    [InlineData("/api/v1/export/images.csv?cursor=made-up", HttpStatusCode.BadRequest, "invalid_cursor", "cursor")]
    [InlineData("/api/v1/export/images.csv?after=nobody", HttpStatusCode.BadRequest, "invalid_cursor", "after")]
    [InlineData("/api/v1/export/users.csv?after=nobody", HttpStatusCode.BadRequest, "invalid_cursor", "after")]
    [InlineData("/api/v1/export/conversations.csv?after=nobody", HttpStatusCode.BadRequest, "invalid_cursor", "after")]
    [InlineData("/api/v1/export/images.csv?after=a&cursor=b", HttpStatusCode.BadRequest, "invalid_cursor", "after")]
    [InlineData("/api/v1/export/images.csv?project=none", HttpStatusCode.NotFound, "project_not_found", "project")]
    public async Task What_an_export_does_not_take_is_a_problem(string path, HttpStatusCode status, string code, string? field)
    {
        await using var server = await LivingServer.StartAsync();
        using var answer = await server.GetAsync(path);
        Assert.Equal(field, (await ProblemBody.AssertAsync(answer, status, code)).Field);
        Assert.Null(answer.Content.Headers.ContentDisposition);
    }

    private static async Task<LivingServer> FilledAsync()
    {
        var server = await LivingServer.StartAsync();
        await server.TrackAsync(FactKinds.Facts.SelectMany(kind => Enumerable.Range(0, 3).Select(index => Some.Fact(kind).At(LivingServer.Now.AddMinutes(-index)))));
        await server.TrackAsync(
            Some.Image().Named("=1+1").With("prompt", Nasty).With("meta", "{\n  \"source\": \"history_start\",\r\n  \"text\": \"a\\nb\"\n}").With("generation_time", 1_500_000).With("cost", 1),
            Some.Image().With("prompt", "''=x").With("full_prompt", "").With("negative_prompt", "'tis 東京 😀").With("meta", "\"plain\"").With("loras", "[\"ink\"]").By(null),
            Some.Message().By("@ada").With("username", "-ada").With("text", "\tindented").With("conversation_id", "＝talk").With("input_tokens", 3).With("output_tokens", 4),
            Some.Conversation(conversation: "＝talk").With("meta", "[1,\n2]"),
            Some.Command().With("success", false).With("error", "＠all"));
        return server;
    }

    private static string OnOneLine(string json) => json.Replace('\r', ' ').Replace('\n', ' ');

    private static string Expected(JsonProperty member) => member switch
    {
        { Value.ValueKind: JsonValueKind.Null } => "",
        { Name: "meta" or "loras" or "details" or "extra_data" or "unique_visual_elements" } => member.Value.GetRawText(),
        { Value.ValueKind: JsonValueKind.String } => member.Value.GetString()!,
        _ => member.Value.GetRawText(),
    };

    private static string IdOf(JsonElement row) =>
        (row.TryGetProperty("id", out var id) || row.TryGetProperty("conversation_id", out id) ? id : row.GetProperty("user_id")).GetString()!;

    private static async Task<List<string>> IdsAsync(LivingServer server, string path) =>
        IdsOf(await TextAsync(server, path));

    private static List<string> IdsOf(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => IdOf(JsonSerializer.Deserialize<JsonElement>(line)))];

    private static async Task<string> TextAsync(LivingServer server, string path) => System.Text.Encoding.UTF8.GetString(await BytesAsync(server, path));

    private static async Task<byte[]> BytesAsync(LivingServer server, string path)
    {
        using var answer = await server.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, System.Text.Encoding.UTF8.GetString(bytes));
        return bytes;
    }
}
