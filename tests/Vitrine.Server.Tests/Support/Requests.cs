using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Server.Local;
using Vitrine.Server.Security;

namespace Vitrine.Server.Tests.Support;

/// <summary>Requests in one line.</summary>
internal static class Requests
{
    public const string Image = """{"kind":"image"}""";

    /// <summary>What the verbs of the same machine have: a client that may everything.</summary>
    public static HttpClient Local(this RunningServer server) => LocalConnection.Client(server.Services.GetRequiredService<LocalSocket>().Path);

    /// <summary>A bearer token of a new account.</summary>
    public static async Task<string> SignInAsync(this RunningServer server, params RoleGrant[] grants)
    {
        var account = new Account(Guid.CreateVersion7().ToString(), Guid.NewGuid().ToString("N"), null, "", 0);
        Assert.True(await server.Services.GetRequiredService<IAccountStore>().CreateAccountAsync(account, grants, TestContext.Current.CancellationToken));
        return (await server.Services.GetRequiredService<Sessions>().SignInAsync(
            account.Id, SessionKind.Bearer, account.PasswordHash, null, TestContext.Current.CancellationToken))!.Value.Token;
    }

    /// <param name="key">In X-Api-Key; none where null.</param>
    /// <param name="body">JSON; none where null.</param>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, string? key = null, string? body = null, string? endUser = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (key is not null) request.Headers.Add("X-Api-Key", key);
        if (endUser is not null) request.Headers.Add("X-End-User", endUser);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<int> StatusAsync(
        this HttpClient client, HttpMethod method, string path, string? key = null, string? body = null, string? endUser = null)
    {
        using var response = await client.SendAsync(method, path, key, body, endUser);
        return (int)response.StatusCode;
    }

    public static Task<int> TrackAsync(this RunningServer server, string key, string body = Image) =>
        server.Anonymous.StatusAsync(HttpMethod.Post, "/api/v1/track", key, body);

    /// <summary>The JSON of a success.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, HttpMethod method, string path, string? key = null, string? body = null)
    {
        using var response = await client.SendAsync(method, path, key, body);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {text}");
        using var document = JsonDocument.Parse(text.Length == 0 ? "null" : text);
        return document.RootElement.Clone();
    }

    public static async Task ProblemAsync(
        this HttpClient client, HttpMethod method, string path, string? key, string? body, System.Net.HttpStatusCode status, string code)
    {
        using var response = await client.SendAsync(method, path, key, body);
        await ProblemBody.AssertAsync(response, status, code);
    }
}
