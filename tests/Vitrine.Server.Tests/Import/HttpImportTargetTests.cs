using System.Net;
using System.Text;
using Vitrine.Server.Import;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Import;

public sealed class HttpImportTargetTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public async Task A_full_queue_is_waited_for_as_long_as_the_server_asks()
    {
        var asked = new TaskCompletionSource();
        var answers = new Queue<HttpResponseMessage>([Busy(2), Answer(HttpStatusCode.OK, """{"stored":1,"duplicates":2,"refused":[{"index":3,"code":"wrong_type","detail":"No."}]}""")]);
        using var http = Http(answers, asked);
        var sending = new HttpImportTarget(http, "bot", clock).SendAsync("[]"u8.ToArray(), TestContext.Current.CancellationToken);
        await asked.Task;
        while (!sending.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }
        var answer = await sending;
        Assert.Equal((1, 2), (answer.Stored, answer.Duplicates));
        Assert.Equal(new RefusedFact(3, "wrong_type", "No."), Assert.Single(answer.Refused));
    }

    [Fact]
    public async Task Waiting_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        using var http = Http(new Queue<HttpResponseMessage>([Busy(2)]), new TaskCompletionSource());
        var sending = new HttpImportTarget(http, "bot", clock).SendAsync("[]"u8.ToArray(), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_batch_that_is_not_taken_as_a_whole_may_be_split(HttpStatusCode status)
    {
        using var http = Http(new Queue<HttpResponseMessage>([Answer(status, """{"code":"batch_too_large","title":"Too large"}""")]), new TaskCompletionSource());
        var error = await Assert.ThrowsAsync<BatchUnreadableException>(() => new HttpImportTarget(http, "bot", clock).SendAsync("[]"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal(new Refusal("batch_too_large", "Too large"), error.Refusal);
    }

    [Fact]
    public async Task A_full_disk_ends_the_import_with_the_servers_words()
    {
        using var http = Http(new Queue<HttpResponseMessage>([Answer(HttpStatusCode.InsufficientStorage, """{"code":"disk_full","detail":"Nothing was stored."}""")]), new TaskCompletionSource());
        var error = await Assert.ThrowsAsync<ImportFailedException>(() => new HttpImportTarget(http, "bot", clock).SendAsync("[]"u8.ToArray(), TestContext.Current.CancellationToken));
        Assert.Equal("The server answered 507 (disk_full): Nothing was stored.", error.Message);
    }

    private static HttpResponseMessage Busy(int seconds)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string json) => new(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private static HttpClient Http(Queue<HttpResponseMessage> answers, TaskCompletionSource asked) => new(new Canned(answers, asked)) { BaseAddress = new Uri("http://vitrine") };

    private sealed class Canned(Queue<HttpResponseMessage> answers, TaskCompletionSource asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/api/v1/track?project=bot", request.RequestUri!.PathAndQuery);
            asked.TrySetResult();
            return Task.FromResult(answers.Dequeue());
        }
    }
}
