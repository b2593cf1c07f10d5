using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Vitrine.Contracts;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Tracking;

public sealed class TrackTests : IAsyncLifetime
{
    private const string Image = """{"kind":"image","id":"i1","prompt":"a castle"}""";

    private readonly MemoryStore store = new();
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_fact_is_stored_and_its_id_comes_back()
    {
        Assert.Equal("""{"stored":1,"duplicates":0,"refused":[],"id":"i1"}""", await AnswerAsync(Image));
        Assert.Equal("""{"stored":0,"duplicates":1,"refused":[],"id":"i1"}""", await AnswerAsync(Image));
        Assert.Equal((FactKind.Image, "i1"), Assert.Single(store.Facts));
    }

    [Fact]
    public async Task A_made_id_comes_back_too_and_one_with_quotes_is_escaped()
    {
        var made = await ResponseAsync("""{"kind":"image"}""");
        Assert.Equal(7, Guid.Parse(made.Id!).Version);
        Assert.Equal(made.Id, store.Facts[0].Id);
        Assert.Equal("a\"b\\é", (await ResponseAsync("""{"kind":"image","id":"a\"b\\é"}""")).Id);
    }

    [Fact]
    public async Task A_batch_stores_what_is_good_and_names_what_is_not()
    {
        var answer = await ResponseAsync("""[{"kind":"image","id":"a"},{"kind":"image","width":-1},{"kind":"image","id":"a"},{"kind":"nothing"}]""");
        Assert.Equal((1, 1), (answer.Stored, answer.Duplicates));
        Assert.Equal([(1, "out_of_range", "width"), (3, "unknown_kind", "kind")], answer.Refused.Select(refused => (refused.Index, refused.Code, refused.Field!)));
        Assert.Null(answer.Id);
    }

    [Fact]
    public async Task Lines_are_a_batch_even_where_there_is_only_one()
    {
        var answer = await ResponseAsync("""{"kind":"nothing"}""", type: "application/x-ndjson");
        Assert.Equal((0, "unknown_kind"), (answer.Stored, Assert.Single(answer.Refused).Code));
        Assert.Equal(2, (await ResponseAsync("{\"kind\":\"image\"}\n{\"kind\":\"image\"}\n", type: "application/x-ndjson")).Stored);
    }

    [Fact]
    public async Task The_same_body_under_the_same_idempotency_key_is_stored_once()
    {
        const string body = """[{"kind":"image"},{"kind":"image"}]""";
        var first = await ResponseAsync(body, key: "retry-1");
        var second = await ResponseAsync(body, key: "retry-1");
        var other = await ResponseAsync(body, key: "retry-2");
        Assert.Equal((2, 0), (first.Stored, first.Duplicates));
        Assert.Equal((0, 2), (second.Stored, second.Duplicates));
        Assert.Equal(2, other.Stored);
        await AssertProblemAsync(body, HttpStatusCode.BadRequest, "invalid_idempotency_key", key: new string('k', 256));
    }

    [Theory]
    [InlineData("""{"kind":"image","width":"wide"}""", "wrong_type", "width")]
    [InlineData("""{"kind":"activity","user_id":"u"}""", "missing_field", "activity_type")]
    [InlineData("""{"kind":"nothing"}""", "unknown_kind", "kind")]
    [InlineData("""{"kind":"image" """, "invalid_json", null)]
    [InlineData("""{"kind":"image","cost":NaN}""", "invalid_json", null)]
    [InlineData("", "invalid_json", null)]
    [InlineData("""{"kind":"image","prompt":"\ud800"}""", "invalid_text", "prompt")]
    [InlineData("""{"kind":"image","timestamp":"9999-12-31T00:00:00Z"}""", "time_out_of_range", "timestamp")]
    [InlineData("""{"kind":"image","generation_time":-1}""", "out_of_range", "generation_time")]
    [InlineData("""{"kind":"image","status":"perhaps"}""", "invalid_value", "status")]
    public async Task One_bad_fact_is_a_problem(string body, string code, string? field)
    {
        var problem = await AssertProblemAsync(body, HttpStatusCode.BadRequest, code);
        Assert.Equal(field, problem.Field);
        Assert.Empty(store.Facts);
    }

    [Fact]
    public async Task Too_long_a_text_too_large_a_fact_and_too_many_facts_are_problems()
    {
        await AssertProblemAsync($$"""{"kind":"image","id":"{{new string('x', 129)}}"}""", HttpStatusCode.BadRequest, "too_long");
        await AssertProblemAsync($$"""{"kind":"image","unknown":"{{new string('x', 1024 * 1024)}}"}""", HttpStatusCode.RequestEntityTooLarge, "fact_too_large");
        var facts = string.Join(',', Enumerable.Repeat("{\"kind\":\"image\"}", 10_001));
        await AssertProblemAsync($"[{facts}]", HttpStatusCode.RequestEntityTooLarge, "batch_too_large");
        Assert.Empty(store.Facts);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_and_without_a_stated_length()
    {
        var body = Encoding.UTF8.GetBytes($"[{new string(' ', 16 * 1024 * 1024)}]");
        await AssertProblemAsync(new ByteArrayContent(body), HttpStatusCode.RequestEntityTooLarge, "batch_too_large");
        await AssertProblemAsync(new StreamContent(new UnknownLength(body)), HttpStatusCode.RequestEntityTooLarge, "batch_too_large");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_body_is_read(string encoding)
    {
        var facts = string.Join(',', Enumerable.Range(0, 5_000).Select(number => $$"""{"kind":"image","id":"{{number}}","prompt":"{{Guid.NewGuid()}}"}"""));
        using var response = await SendAsync(Compressed(Compress($"[{facts}]", encoding), encoding));
        var answer = await response.Content.ReadFromJsonAsync(VitrineJson.Default.TrackResponse, TestContext.Current.CancellationToken);
        Assert.Equal(5_000, answer!.Stored);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_body_that_is_cut_off_stores_nothing(string encoding)
    {
        var whole = Compress($"[{Image},{string.Join(',', Enumerable.Range(0, 500).Select(_ => $$"""{"kind":"image","prompt":"{{Guid.NewGuid()}}"}"""))}]", encoding);
        foreach (var length in (int[])[0, 1, 10, 19, whole.Length / 2, whole.Length - 9, whole.Length - 4, whole.Length - 1])
            await AssertProblemAsync(Compressed(whole[..length], encoding), HttpStatusCode.BadRequest, "invalid_encoding");
        Assert.Empty(store.Facts);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_bomb_is_not_unpacked(string encoding)
    {
        var bomb = Compress(new string(' ', 64 * 1024 * 1024), encoding);
        Assert.True(bomb.Length < 256 * 1024);
        await AssertProblemAsync(Compressed(bomb, encoding), HttpStatusCode.RequestEntityTooLarge, "batch_too_large");
    }

    [Fact]
    public async Task Types_and_encodings_that_are_not_read_are_problems()
    {
        await AssertProblemAsync(new FormUrlEncodedContent([new("kind", "image")]), HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await AssertProblemAsync(new StringContent(Image, Encoding.Latin1, "application/json"), HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        await AssertProblemAsync(Compressed([1, 2, 3], "zstd"), HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        Assert.Equal(1, (await ResponseAsync(Image, type: "application/vnd.api+json")).Stored);
        Assert.Equal(1, (await ResponseAsync("""{"kind":"image"}""", type: "application/jsonl")).Stored);
    }

    [Theory]
    [InlineData(AppendRejection.QueueFull, HttpStatusCode.ServiceUnavailable, "queue_full", true)]
    [InlineData(AppendRejection.Stopping, HttpStatusCode.ServiceUnavailable, "stopping", true)]
    [InlineData(AppendRejection.DiskFull, HttpStatusCode.InsufficientStorage, "disk_full", false)]
    public async Task What_the_store_rejects_is_a_problem(AppendRejection rejection, HttpStatusCode status, string code, bool saysWhen)
    {
        store.Reject = rejection;
        using var response = await SendAsync(new StringContent(Image, Encoding.UTF8, "application/json"));
        await ProblemBody.AssertAsync(response, status, code);
        Assert.Equal(saysWhen, response.Headers.RetryAfter is not null);
        store.Reject = null;
        Assert.Equal(1, (await ResponseAsync(Image)).Stored);
    }

    [Fact]
    public async Task A_failure_of_the_server_is_a_problem_that_tells_nothing_of_its_inside()
    {
        store.Fail = new InvalidOperationException("secret");
        using var response = await SendAsync(new StringContent(Image, Encoding.UTF8, "application/json"));
        var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.InternalServerError, "internal_error");
        Assert.Null(problem.Detail);
    }

    [Fact]
    public async Task A_caller_that_leaves_in_the_middle_stores_nothing_and_hurts_nobody()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
            var half = $"POST /api/v1/track HTTP/1.1\r\nHost: x\r\nX-Api-Key: {server.Key}\r\nContent-Length: 500\r\n\r\n{{\"kind\":";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(half), TestContext.Current.CancellationToken);
        }
        Assert.Equal(1, (await ResponseAsync(Image)).Stored);
        Assert.Single(store.Facts);
    }

    [Fact]
    public async Task A_wrong_method_is_a_problem_that_names_the_right_one()
    {
        using var response = await server.Client.GetAsync(new Uri("/api/v1/track", UriKind.Relative), TestContext.Current.CancellationToken);
        await ProblemBody.AssertAsync(response, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    private static ByteArrayContent Compressed(byte[] body, string encoding)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var target = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(target, CompressionLevel.Optimal) : new GZipStream(target, CompressionLevel.Optimal))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContent content, string? key = null)
    {
        content.Headers.ContentType ??= new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/track") { Content = content };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> AnswerAsync(string body, string type = "application/json", string? key = null)
    {
        using var response = await SendAsync(new StringContent(body, Encoding.UTF8, type), key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<TrackResponse> ResponseAsync(string body, string type = "application/json", string? key = null) =>
        System.Text.Json.JsonSerializer.Deserialize(await AnswerAsync(body, type, key), VitrineJson.Default.TrackResponse)!;

    private Task<ProblemBody> AssertProblemAsync(string body, HttpStatusCode status, string code, string? key = null) =>
        AssertProblemAsync(new StringContent(body, Encoding.UTF8, "application/json"), status, code, key);

    private async Task<ProblemBody> AssertProblemAsync(HttpContent content, HttpStatusCode status, string code, string? key = null)
    {
        using var response = await SendAsync(content, key);
        return await ProblemBody.AssertAsync(response, status, code);
    }

    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
