using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Vitrine.Samples.Tests.Chat;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The panel where it is at home: in the page of the chat sample.</summary>
public sealed class ChatTests(Site site) : IAsyncLifetime
{
    private RunningChat chat = null!;

    public async ValueTask InitializeAsync()
    {
        // Of its own, so that what is said here is in nobody else's figures.
        var project = $"chat-{Guid.NewGuid():N}"[..20];
        await site.PostAsync("/api/v1/projects", new { slug = project, name = "Chat" });
        using var answer = await site.Client.PostAsJsonAsync($"/api/v1/keys?project={project}", new { kind = "server", name = "chat" });
        chat = await RunningChat.StartAsync(new Uri(site.Address), (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!);
    }

    [Fact]
    public async Task An_admin_sees_the_figures_of_what_was_said_beside_the_chat()
    {
        var page = await SignInAsync("ada", RunningChat.AdminPassword);
        var complaints = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add(message.Text); };
        await page.GetByLabel("Message", new() { Exact = true }).FillAsync("What is a lighthouse?");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("You ask: “What is a lighthouse?”")).ToBeVisibleAsync();

        var button = page.GetByRole(AriaRole.Button, new() { Name = "📊 Analytics" });
        await button.ClickAsync();
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Analytics" });
        await Expect(panel.GetByText("Recent activity")).ToBeVisibleAsync();
        Assert.Equal(["Total users", "Active today", "Conversations", "Messages", "Tokens", "Response time"], await panel.GetByRole(AriaRole.Term).AllInnerTextsAsync());
        // The chat tells of itself behind its answers, so the last of it may be a moment away.
        for (var tries = 0; await panel.Locator("dd").Nth(3).InnerTextAsync() != "2" && tries < 50; tries++)
            await page.RunAndWaitForResponseAsync(() => panel.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync(), "**/users/top*");
        Assert.Equal(["1", "1", "1", "2"], (await panel.Locator("dd").AllInnerTextsAsync()).Take(4));
        await Expect(panel.GetByText("login")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));

        await button.ClickAsync();
        await Expect(panel).ToBeHiddenAsync();
        await Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task Nobody_else_is_shown_the_button()
    {
        var page = await SignInAsync("ben", RunningChat.MemberPassword);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Analytics" })).ToHaveCountAsync(0);
        Assert.False(await page.EvaluateAsync<bool>("customElements.get('vitrine-panel') !== undefined"));
    }

    public ValueTask DisposeAsync() => chat.DisposeAsync();

    private async Task<IPage> SignInAsync(string name, string password)
    {
        var page = await site.OpenAsync(chat.Address.ToString(), signedIn: false);
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // Said by the page's script, which then listens to the keys.
        await Expect(page.GetByText("Say hello, or ask something.")).ToBeVisibleAsync();
        return page;
    }
}
