using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Samples.Tests.PersonaBot;
using Vitrine.Samples.Tests.Support;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.Chat;

/// <summary>The chat against a real Vitrine.</summary>
public sealed class ChatTests
{
    private static readonly string[] PanelPaths = ["summary", "users/activities", "users/top"];

    [Fact]
    public async Task What_people_say_and_do_arrives_in_Vitrine_as_what_it_is()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var chat = await RunningChat.StartAsync(vitrine.Address, vitrine.Key);
        using var ben = await ChatVisitor.SignInAsync(chat, "ben", RunningChat.MemberPassword);
        var conversation = await ben.StartAsync();
        Assert.Equal("Hello, Ben! What is on your mind?", await ben.SayAsync(conversation, "hello there"));
        Assert.Equal(HttpStatusCode.NoContent, (await ben.PostAsync($"/conversations/{conversation}/end", new { })).Status);
        Assert.Equal("/sign-in", (await ben.SubmitAsync("/", "/sign-out")).Path);

        await Until.TrueAsync(async () => (await vitrine.ListAsync("activities")).Length == 2);
        Assert.Equal(["logout", "login"], (await vitrine.ListAsync("activities")).Select(activity => activity.GetProperty("activity_type").GetString()));
        var messages = (await vitrine.ListAsync("messages")).ToDictionary(message => message.GetProperty("role").GetString()!);
        Assert.Equal(("hello there", 2), (messages["user"].GetProperty("text").GetString(), messages["user"].GetProperty("input_tokens").GetInt32()));
        Assert.Equal(("echo", 7), (messages["assistant"].GetProperty("model").GetString(), messages["assistant"].GetProperty("output_tokens").GetInt32()));
        Assert.True(messages["assistant"].GetProperty("response_time").GetDouble() >= 0);
        var kept = Assert.Single(await vitrine.ListAsync("conversations"));
        Assert.Equal(
            (conversation, "ben", "ended", 2),
            (kept.GetProperty("conversation_id").GetString(), kept.GetProperty("user_id").GetString(), kept.GetProperty("status").GetString(), kept.GetProperty("message_count").GetInt32()));
        Assert.Equal("Ben", Assert.Single(await vitrine.ListAsync("users")).GetProperty("username").GetString());
    }

    [Fact]
    public async Task Admins_get_a_token_for_the_panel_that_opens_its_paths_for_the_chats_pages()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var chat = await RunningChat.StartAsync(vitrine.Address, vitrine.Key);
        using var ada = await ChatVisitor.SignInAsync(chat, "Ada", RunningChat.AdminPassword);
        var page = await ada.GetAsync("/");
        Assert.Contains("📊 Analytics", page.Text, StringComparison.Ordinal);
        Assert.Contains($"script-src 'self' {vitrine.Address.GetLeftPart(UriPartial.Authority)}; connect-src 'self' {vitrine.Address.GetLeftPart(UriPartial.Authority)};", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-", page.Policy, StringComparison.Ordinal);

        var answer = await ada.GetAsync("/panel-token");
        Assert.DoesNotContain(vitrine.Key, page.Text + answer.Text, StringComparison.Ordinal);
        var token = JsonSerializer.Deserialize<JsonElement>(answer.Text).GetProperty("token").GetString()!;
        foreach (var path in PanelPaths)
        {
            Assert.Equal(HttpStatusCode.OK, await ReadAsync(vitrine, path, token, chat.Address.GetLeftPart(UriPartial.Authority)));
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(vitrine, path, token, "https://elsewhere.example"));
        }
    }

    [Fact]
    public async Task Nobody_else_sees_the_panel_or_gets_a_token()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var chat = await RunningChat.StartAsync(vitrine.Address, vitrine.Key);
        using var ben = await ChatVisitor.SignInAsync(chat, "ben", RunningChat.MemberPassword);
        var page = await ben.GetAsync("/");
        Assert.Contains("Write a message", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("panel", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(vitrine.Address.Authority, page.Policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await ben.GetAsync("/panel-token")).Status);
        using var stranger = new ChatVisitor(chat);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/panel-token")).Status);
        Assert.Equal("/sign-in", (await stranger.GetAsync("/")).Path);
        var refused = await stranger.SubmitAsync("/sign-in", "/sign-in", ("name", "ada"), ("password", RunningChat.MemberPassword));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/panel-token")).Status);
    }

    [Fact]
    public async Task A_token_is_handed_out_again_until_shortly_before_its_end()
    {
        await using var lasting = await RunningServer.StartAsync();
        await using var brief = await RunningServer.StartAsync(("Tokens:PanelMinutes", "1"));
        Assert.Single((await TwiceAsync(lasting)).Distinct());
        Assert.Equal(2, (await TwiceAsync(brief)).Distinct().Count());

        static async Task<string[]> TwiceAsync(RunningServer vitrine)
        {
            await using var chat = await RunningChat.StartAsync(vitrine.Address, vitrine.Key);
            using var ada = await ChatVisitor.SignInAsync(chat, "ada", RunningChat.AdminPassword);
            return [(await ada.GetAsync("/panel-token")).Text, (await ada.GetAsync("/panel-token")).Text];
        }
    }

    [Fact]
    public async Task While_Vitrine_is_down_the_chat_answers_all_the_same_and_what_happened_arrives_later()
    {
        var folder = RunningServer.NewFolder();
        string key;
        Uri address;
        await using (var first = await RunningServer.StartAsync(RunningServer.Launch(folder), keepsFolder: true))
        {
            (key, address) = (await first.NewKeyAsync(KeyKind.Server), first.Address);
        }
        await using var chat = await RunningChat.StartAsync(address, key);
        using var ada = await ChatVisitor.SignInAsync(chat, "ada", RunningChat.AdminPassword);
        var conversation = await ada.StartAsync();
        Assert.Equal("You ask: “Is anybody there?” What would you say yourself?", await ada.SayAsync(conversation, "Is anybody there?"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ada.GetAsync("/panel-token")).Status);

        await using var second = await RunningServer.StartAsync(RunningServer.Launch(folder) with { Urls = address.GetLeftPart(UriPartial.Authority) });
        await Until.TrueAsync(async () => (await second.ListAsync("messages")).Length == 2);
        Assert.Equal("login", Assert.Single(await second.ListAsync("activities")).GetProperty("activity_type").GetString());
    }

    [Fact]
    public async Task Nobody_reads_or_ends_the_conversation_of_another()
    {
        await using var chat = await RunningChat.StartAsync(new Uri("http://127.0.0.1:1"), "vtr_server_none");
        using var ada = await ChatVisitor.SignInAsync(chat, "ada", RunningChat.AdminPassword);
        using var ben = await ChatVisitor.SignInAsync(chat, "ben", RunningChat.MemberPassword);
        var conversation = await ada.StartAsync();
        await ada.SayAsync(conversation, "a secret");
        Assert.Equal("[]", (await ben.GetAsync("/conversations")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.PostAsync($"/conversations/{conversation}/messages", new { text = "hello" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.PostAsync($"/conversations/{conversation}/end", new { })).Status);
        Assert.Contains("a secret", (await ada.GetAsync("/conversations")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    [InlineData("hello", HttpStatusCode.BadRequest)]
    public async Task Empty_words_and_requests_of_other_pages_are_refused(string text, HttpStatusCode status)
    {
        await using var chat = await RunningChat.StartAsync(new Uri("http://127.0.0.1:1"), "vtr_server_none");
        using var ada = await ChatVisitor.SignInAsync(chat, "ada", RunningChat.AdminPassword);
        var conversation = await ada.StartAsync();
        Assert.Equal(status, (await ada.PostAsync($"/conversations/{conversation}/messages", new { text }, withToken: text.Length == 0)).Status);
        Assert.DoesNotContain("\"role\"", (await ada.GetAsync("/conversations")).Text, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> ReadAsync(RunningServer vitrine, string path, string token, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/analytics/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Origin", origin);
        using var response = await vitrine.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
