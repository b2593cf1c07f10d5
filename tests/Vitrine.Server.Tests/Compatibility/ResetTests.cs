using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Vitrine.Server.Local;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Compatibility;

public sealed class ResetTests
{
    private const string Path = "/api/v1/analytics/reset";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reset_says_what_it_removed_and_leaves_the_key()
    {
        await using var server = await RunningServer.StartAsync();
        await TrackAsync(server, "one", "two");
        using var admin = Admin(server);
        using var response = await admin.PostAsJsonAsync(Path, new { project = "default" }, Cancellation);
        Assert.Equal(
            """{"project":"default","removed":{"image":2,"message":0,"activity":0,"api_call":0,"command":0,"conversation":0}}""",
            await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(0, await ImagesAsync(server));

        await TrackAsync(server, "one");
        Assert.Equal(1, await ImagesAsync(server));
    }

    [Theory]
    [InlineData("""{}""", "confirmation_missing")]
    [InlineData("""{"project":"other"}""", "confirmation_missing")]
    [InlineData("""{"project":"Default"}""", "confirmation_missing")]
    [InlineData("""{"project":null}""", "confirmation_missing")]
    [InlineData("", "bad_request")]
    [InlineData("[]", "invalid_body")]
    public async Task What_is_not_confirmed_is_not_removed(string body, string code)
    {
        await using var server = await RunningServer.StartAsync();
        await TrackAsync(server, "one");
        using var admin = Admin(server);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await admin.PostAsync(new Uri(Path, UriKind.Relative), content, Cancellation);
        await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code);
        Assert.Equal(1, await ImagesAsync(server));
    }

    [Fact]
    public async Task Only_an_admin_may()
    {
        await using var server = await RunningServer.StartAsync();
        await TrackAsync(server, "one");
        using var key = await server.Client.PostAsJsonAsync(Path, new { project = "default" }, Cancellation);
        await ProblemBody.AssertAsync(key, HttpStatusCode.Forbidden, "forbidden");
        using var stranger = await server.Anonymous.PostAsJsonAsync(Path, new { project = "default" }, Cancellation);
        await ProblemBody.AssertAsync(stranger, HttpStatusCode.Unauthorized, "unauthorized");
        using var outside = await server.Anonymous.PostAsJsonAsync("/internal/reset", new { project = "default" }, Cancellation);
        await ProblemBody.AssertAsync(outside, HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, await ImagesAsync(server));
    }

    // Whoever may open the folder's socket may everything.
    private static HttpClient Admin(RunningServer server) => LocalConnection.Client(LocalSocket.Find(DataFolder.At(server.DataFolder))!);

    private static async Task TrackAsync(RunningServer server, params string[] ids)
    {
        using var response = await server.Client.PostAsJsonAsync("/api/v1/track", ids.Select(id => new { kind = "image", id }), Cancellation);
        Assert.Equal(ids.Length, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("stored").GetInt32());
    }

    private static async Task<int> ImagesAsync(RunningServer server) =>
        (await server.Client.GetFromJsonAsync<JsonElement>("/api/v1/images", Cancellation)).GetProperty("total").GetInt32();
}
