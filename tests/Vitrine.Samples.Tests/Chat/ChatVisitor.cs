using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Vitrine.Samples.Tests.Chat;

/// <summary>A browser without its eyes, which does what the chat's forms and its script do.</summary>
internal sealed partial class ChatVisitor(RunningChat chat) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = chat.Address };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ChatVisitor> SignInAsync(RunningChat chat, string name, string password)
    {
        var visitor = new ChatVisitor(chat);
        Assert.Equal("/", (await visitor.SubmitAsync("/sign-in", "/sign-in", ("name", name), ("password", password))).Path);
        return visitor;
    }

    public async Task<(HttpStatusCode Status, string Text, string Path, string Policy)> GetAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return await ReadAsync(response);
    }

    /// <param name="page">Where the form is.</param>
    public async Task<(HttpStatusCode Status, string Text, string Path, string Policy)> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Hidden().Match((await GetAsync(page)).Text).Groups["token"].Value;
        using var content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var response = await http.PostAsync(new Uri(action, UriKind.Relative), content, Cancel);
        return await ReadAsync(response);
    }

    /// <summary>As the page's script posts: the page's token in a header.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body, bool withToken = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (withToken) request.Headers.Add("RequestVerificationToken", Meta().Match((await GetAsync("/")).Text).Groups["token"].Value);
        using var response = await http.SendAsync(request, Cancel);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<string> StartAsync() => (await PostAsync("/conversations", new { })).Body.GetProperty("id").GetString()!;

    /// <returns>What the chat answers.</returns>
    public async Task<string> SayAsync(string conversation, string text) =>
        (await PostAsync($"/conversations/{conversation}/messages", new { text })).Body[1].GetProperty("text").GetString()!;

    public void Dispose() => http.Dispose();

    private static async Task<(HttpStatusCode Status, string Text, string Path, string Policy)> ReadAsync(HttpResponseMessage response) => (
        response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Cancel)), response.RequestMessage!.RequestUri!.AbsolutePath,
        response.Headers.GetValues("Content-Security-Policy").Single());

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("""name="request-token" content="(?<token>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Meta();
}
