using System.Net;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Security;

/// <summary>What each kind of key opens, over HTTP.</summary>
public sealed class KeyKindTests : IAsyncLifetime
{
    private const string Facts = """
        [{"kind":"image","id":"anns","user_id":"ann"},{"kind":"image","id":"bens","user_id":"ben"},
         {"kind":"message","id":"m","user_id":"ann","conversation_id":"c","role":"user","text":"hi"}]
        """;

    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync();
        Assert.Equal(200, await server.TrackAsync(server.Key, Facts));
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(KeyKind.Ingest, 403, 403, 403)]
    [InlineData(KeyKind.App, 403, 200, 403)]
    [InlineData(KeyKind.Server, 200, 200, 200)]
    public async Task A_key_opens_what_its_kind_says(KeyKind kind, int images, int imagesOfOne, int summary)
    {
        var key = await server.NewKeyAsync(kind);
        Assert.Equal(200, await server.TrackAsync(key));
        Assert.Equal(images, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images", key));
        Assert.Equal(imagesOfOne, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/images", key, endUser: "ann"));
        Assert.Equal(summary, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/analytics/summary", key, endUser: "ann"));
        // Keys are for people to make.
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Get, "/api/v1/keys", key));
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Post, "/api/v1/keys", key, """{"kind":"server","name":"x"}"""));
        Assert.Equal(403, await server.Anonymous.StatusAsync(HttpMethod.Post, "/api/v1/projects", key, """{"slug":"x"}"""));
    }

    [Fact]
    public async Task An_app_key_reads_of_its_user_and_of_nobody_else()
    {
        var key = await server.NewKeyAsync(KeyKind.App);
        foreach (var (path, user, status) in ((string, string, int)[])
        [
            ("/api/v1/images/anns", "ann", 200), ("/api/v1/images/anns", "ben", 404), ("/api/v1/images/bens", "ann", 404),
            ("/api/v1/conversations/c", "ann", 200), ("/api/v1/conversations/c", "ben", 404), ("/api/v1/messages/m", "ben", 404),
            ("/api/v1/users/ann", "ann", 200), ("/api/v1/users/ann", "ben", 404),
        ]) Assert.True(status == await server.Anonymous.StatusAsync(HttpMethod.Get, path, key, endUser: user), $"{path} as {user}");
        using var response = await server.Anonymous.SendAsync(HttpMethod.Get, "/api/v1/images", key, endUser: "ann");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"anns\"", text);
        Assert.DoesNotContain("ben", text);
    }

    [Fact]
    public async Task An_app_key_must_name_one_user_that_can_be_one()
    {
        var key = await server.NewKeyAsync(KeyKind.App);
        foreach (var user in (string?[])[null, "", " ", new('x', 129)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/images");
            request.Headers.Add("X-Api-Key", key);
            if (user is not null) request.Headers.TryAddWithoutValidation("X-End-User", user);
            using var response = await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal("X-End-User", (await ProblemBody.AssertAsync(response, HttpStatusCode.Forbidden, "forbidden")).Field);
        }
        using var twice = new HttpRequestMessage(HttpMethod.Get, "/api/v1/images");
        twice.Headers.Add("X-Api-Key", key);
        twice.Headers.Add("X-End-User", ["ann", "ben"]);
        using var refused = await server.Anonymous.SendAsync(twice, TestContext.Current.CancellationToken);
        // The client joins them to one name, which nobody has.
        Assert.DoesNotContain("anns", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
