using System.Net;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Tracking;

public sealed class PublicPathTests
{
    private const string Activity = """{"user_id":"test","username":"test","activity_type":"test"}""";

    [Theory]
    [InlineData("activity-public", Activity, FactKind.Activity)]
    [InlineData("api-usage-public", """{"endpoint":"/conversations/","method":"GET","user_id":"u","status_code":200,"response_time":0.05}""", FactKind.ApiCall)]
    [InlineData("conversation-public", """{"conversation_id":"c","user_id":"u","action":"created"}""", FactKind.Conversation)]
    [InlineData("message-public", """{"message_id":"m","conversation_id":"c","user_id":"u","role":"assistant","tokens":150,"model":"gpt-3.5-turbo"}""", FactKind.Message)]
    public async Task Document_002s_calls_are_taken_from_this_machine_without_a_key(string path, string body, FactKind kind)
    {
        var store = new MemoryStore();
        await using var server = await StartAsync(store);
        using var response = await PostAsync(server, path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(kind, Assert.Single(store.Facts).Kind);
    }

    [Theory]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-proto", "https")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    public async Task Forwarded_requests_and_other_sites_pages_need_the_key(string header, string value)
    {
        var store = new MemoryStore();
        await using var server = await StartAsync(store, ("Tracking:PublicEndpoints", "PrivateNetworks"));
        using (var response = await PostAsync(server, "activity-public", Activity, request => request.Headers.Add(header, value)))
            await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Empty(store.Facts);
        using var withKey = await PostAsync(server, "activity-public", Activity, request =>
        {
            request.Headers.Add(header, value);
            request.Headers.Add("X-Api-Key", server.Key);
        });
        Assert.Equal(HttpStatusCode.OK, withKey.StatusCode);
    }

    [Fact]
    public async Task A_page_of_this_server_itself_may_call()
    {
        await using var server = await StartAsync(new MemoryStore());
        using var response = await PostAsync(
            server, "activity-public", Activity, request => request.Headers.Add("Origin", server.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_body_of_the_wrong_type_is_told_so_rather_than_asked_for_a_key()
    {
        await using var server = await StartAsync(new MemoryStore());
        using var response = await PostAsync(server, "activity-public", Activity, request => request.Content = new FormUrlEncodedContent([]));
        var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        Assert.Equal("Say what the body is, as with \"Content-Type: application/json\".", problem.Detail);
    }

    [Fact]
    public async Task The_option_can_ask_for_the_key_from_everyone()
    {
        await using var server = await StartAsync(new MemoryStore(), ("Tracking:PublicEndpoints", "KeyOnly"));
        using var response = await PostAsync(server, "activity-public", Activity);
        await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static Task<RunningServer> StartAsync(MemoryStore store, params (string, string)[] options) =>
        RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(store), options);

    private static async Task<HttpResponseMessage> PostAsync(RunningServer server, string path, string body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/analytics/track/{path}")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        change?.Invoke(request);
        return await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
