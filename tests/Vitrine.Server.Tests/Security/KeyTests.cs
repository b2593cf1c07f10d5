using System.Net;
using System.Text;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Security;

public sealed class KeyTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_key_opens_in_three_ways()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", $"Bearer {server.Key}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", $"bearer  {server.Key}"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("X-Api-Key", server.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", Basic($"anyone:{server.Key}")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("Authorization", Basic($":{server.Key}")));
    }

    [Theory]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("Authorization", "Bearer")]
    [InlineData("Authorization", "Basic !!!")]
    [InlineData("Authorization", "Digest x")]
    [InlineData("X-Api-Key", "")]
    [InlineData("X-Api-Key", "wrong")]
    public async Task Anything_else_does_not(string header, string value) => Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(header, value));

    [Fact]
    public async Task Half_the_key_and_too_much_of_it_do_not_open()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("X-Api-Key", server.Key[..^1]));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("X-Api-Key", server.Key + "0"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("X-Api-Key", new string('x', 5000)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Authorization", Basic(server.Key)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("Authorization", Basic($"x:{new string('x', 3000)}")));
    }

    [Fact]
    public async Task Without_a_key_the_answer_says_how_to_send_one()
    {
        using var response = await SendAsync("X-Nothing", "x", string.Empty);
        await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Only_the_default_project_exists()
    {
        using (var response = await SendAsync("X-Api-Key", server.Key, "?project=default")) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        foreach (var query in (string[])["?project=other", "?project=", "?project=Default", "?project=default&project=default"])
        {
            using var response = await SendAsync("X-Api-Key", server.Key, query);
            await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "project_not_found");
        }
    }

    private static string Basic(string credentials) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));

    private async Task<HttpStatusCode> StatusAsync(string header, string value)
    {
        using var response = await SendAsync(header, value, string.Empty);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(string header, string value, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/track" + query)
        {
            Content = new StringContent("""{"kind":"image"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        return await server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
