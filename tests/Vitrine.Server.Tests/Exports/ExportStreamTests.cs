using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Exports;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Exports;

/// <summary>How an export reads and sends: short reads, one page at a time, and a broken connection where it fails.</summary>
public sealed class ExportStreamTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_page_is_read_only_when_the_last_one_is_taken()
    {
        var asked = new List<string?>();
        var list = new ExportList<string>(
            (cursor, most, _) =>
            {
                asked.Add(cursor);
                return Task.FromResult(new Page<string>([.. Enumerable.Repeat(new string('x', 100), most)], 0, false, 1, most, asked.Count < 50 ? $"{asked.Count}" : null));
            },
            (writer, item) => { writer.WriteStartObject(); writer.WriteString("id", item); writer.WriteEndObject(); }, "", _ => false);
        var writer = new ExportWriter<string>(list, Request(ExportFormat.Ndjson));
        var stream = new HaltingStream();
        var writing = writer.WriteAsync(await writer.BeginAsync(Cancellation), stream, Cancellation);
        var pageBytes = FactListQuery.MaxPerRead * 110;
        while (!writing.IsCompleted)
        {
            // What is in hand besides what was taken: this page's rest, and a little in the buffer.
            Assert.InRange((asked.Count * (long)pageBytes) - stream.Taken, 0, pageBytes + (64 * 1024) + 110);
            stream.TakeOne();
        }
        await writing;
        Assert.Equal(50, asked.Count);
        Assert.Equal([null, .. Enumerable.Range(1, 49).Select(page => $"{page}")], asked);
        Assert.Equal(50L * pageBytes, stream.Taken);
    }

    [Fact]
    public async Task A_limit_cuts_the_last_read_short()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts = [ReadingServer.Fact(FactKind.Image, "i", "2025-06-18T01:02:03Z")];
        server.Store.NextCursor = "on";
        using var answer = await server.GetAsync("/api/v1/export/images.ndjson?limit=3");
        Assert.Equal(3, (await answer.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var queries = server.Store.Lists.Cast<FactListQuery>().ToList();
        Assert.Equal([3, 2, 1], queries.Select(query => query.PerPage));
        Assert.Equal([null, "on", "on"], queries.Select(query => query.Cursor));
        Assert.All(queries, query => Assert.False(query.CountTotal));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task A_failure_midway_breaks_the_connection(string format)
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts = [.. Enumerable.Range(0, 2_000).Select(index => ReadingServer.Fact(FactKind.Image, $"{index}", "2025-06-18T01:02:03Z", ("prompt", new string('x', 100))))];
        server.Store.NextCursor = "on";
        server.Store.FailAfter = 3;
        using var answer = await server.OpenAsync($"/api/v1/export/images.{format}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.CopyToAsync(Stream.Null, Cancellation));
    }

    [Fact]
    public async Task A_failure_before_the_first_byte_is_a_problem()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Fail = new Core.Query.QueryBudgetException("Too broad.");
        var problem = await server.ProblemAsync("/api/v1/export/images.csv", HttpStatusCode.UnprocessableEntity, "query_too_broad");
        Assert.Equal("Too broad.", problem.Detail);
    }

    [Fact]
    public async Task A_stopping_server_ends_its_exports()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts = [ReadingServer.Fact(FactKind.Image, "i", "2025-06-18T01:02:03Z")];
        server.Store.NextCursor = "without end";
        using var answer = await server.OpenAsync("/api/v1/export/images.ndjson");
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.CopyToAsync(Stream.Null, Cancellation));
    }

    private static ExportRequest Request(ExportFormat format) => new(format, "x", int.MaxValue, null, null, true, false);

    /// <summary>Takes a write only when it is told to.</summary>
    private sealed class HaltingStream : MemoryStream
    {
        private TaskCompletionSource waiting = new();
        private int pending;

        public long Taken { get; private set; }

        public void TakeOne()
        {
            Taken += pending;
            pending = 0;
            var taken = waiting;
            waiting = new TaskCompletionSource();
            taken.SetResult();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            pending = buffer.Length;
            return new ValueTask(waiting.Task);
        }
    }
}
