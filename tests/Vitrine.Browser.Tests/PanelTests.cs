using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>The side panel in a page of another origin, whose content security policy allows this server's script and answers and nothing else.</summary>
public sealed partial class PanelTests(Site site) : IAsyncLifetime
{
    private readonly WebApplication host = Host();
    private int tokens;
    private string token = "";

    private string Address => host.Urls.Single();

    public async ValueTask InitializeAsync()
    {
        host.MapGet("/", (HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src {site.Address}; connect-src 'self' {site.Address}";
            var attributes = context.Request.Query["attributes"];
            return Results.Content($"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Chat</title><script type=module src='{site.Address}/panel.js'></script><h2>A chat</h2><vitrine-panel button {attributes}></vitrine-panel>", "text/html");
        });
        host.MapGet("/panel-token", () =>
        {
            tokens++;
            return Results.Json(new { token });
        });
        await host.StartAsync();
        await RenewAsync();
    }

    [Fact]
    public async Task It_slides_in_with_six_figures_ten_activities_and_five_users()
    {
        var page = await OpenAsync("token-url='/panel-token'");
        await page.GetByRole(AriaRole.Button, new() { Name = "📊 Analytics" }).ClickAsync();
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Analytics" });
        await Expect(panel.GetByText("Recent activity")).ToBeVisibleAsync();
        Assert.Equal(["Total users", "Active today", "Conversations", "Messages", "Tokens", "Response time"], await panel.GetByRole(AriaRole.Term).AllInnerTextsAsync());
        Assert.Equal(15, await panel.GetByRole(AriaRole.Listitem).CountAsync());
        await Expect(panel.GetByText(MinutesAgo()).First).ToBeVisibleAsync();
        var box = await panel.BoundingBoxAsync();
        Assert.Equal(1440, Math.Round(box!.X + box.Width));
        await panel.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(panel).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Lengths_and_interval_are_attributes_and_a_button_refreshes()
    {
        var page = await OpenAsync("open token-url='/panel-token' activities='3' users='2' interval='0' heading='How it goes'");
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "How it goes" });
        await Expect(panel.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(5);
        await site.PostAsync("/api/v1/track", new { kind = "activity", user_id = "u1", activity_type = "a_fresh_one" });
        await panel.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(panel.GetByText("a fresh one")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_asks_again_by_itself_and_stops_when_it_leaves_the_page()
    {
        var page = await OpenAsync("open token-url='/panel-token' interval='0.2'");
        var asked = 0;
        page.Request += (_, request) => { if (request.Url.Contains("/summary", StringComparison.Ordinal)) Interlocked.Increment(ref asked); };
        await page.WaitForRequestAsync("**/summary");
        await page.WaitForRequestAsync("**/summary");
        await page.EvaluateAsync("document.querySelector('vitrine-panel').remove()");
        await page.WaitForTimeoutAsync(300);
        var before = asked;
        await page.WaitForTimeoutAsync(1000);
        Assert.Equal(before, asked);
    }

    [Fact]
    public async Task A_token_that_is_over_is_renewed_through_the_page()
    {
        token = "vtp_over";
        var page = await OpenAsync("token-url='/panel-token' interval='0'");
        await page.RouteAsync("**/panel-token", async route =>
        {
            if (tokens == 1) await RenewAsync();
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "📊 Analytics" }).ClickAsync();
        await Expect(page.GetByText("Recent activity")).ToBeVisibleAsync();
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task Without_a_token_it_says_so_and_shows_nothing()
    {
        var page = await OpenAsync("open token='vtp_nonsense'");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This page may not read the statistics.");
        Assert.Equal(0, await page.GetByRole(AriaRole.Term).CountAsync());
    }

    [Fact]
    public async Task The_focus_goes_into_it_with_its_button_and_back_when_it_closes()
    {
        var page = await OpenAsync("token-url='/panel-token' interval='0'");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "📊 Analytics" });
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "Analytics" });
        foreach (var closing in new[] { "Escape", "Enter" })
        {
            await button.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(panel).ToBeFocusedAsync();
            await Expect(panel.GetByText("Recent activity")).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Refresh" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Tab");
            await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Close" })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync(closing);
            await Expect(panel).ToBeHiddenAsync();
            await Expect(button).ToBeFocusedAsync();
        }
        // Closed, it is no stop on the way through the page.
        await page.Keyboard.PressAsync("Tab");
        Assert.False(await page.EvaluateAsync<bool>("document.activeElement?.localName === 'vitrine-panel'"));
    }

    [Fact]
    public async Task Opened_by_its_attribute_it_leaves_the_focus_where_it_is()
    {
        var page = await OpenAsync("token-url='/panel-token' interval='0'");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "📊 Analytics" });
        await button.FocusAsync();
        await page.EvaluateAsync("document.querySelector('vitrine-panel').setAttribute('open', '')");
        await Expect(page.GetByText("Recent activity")).ToBeVisibleAsync();
        await Expect(button).ToBeFocusedAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task It_has_no_serious_finding_of_axe(ColorScheme theme, int width)
    {
        // A low window, so that it has to scroll.
        var page = await site.OpenAsync($"{Address}/?attributes={Uri.EscapeDataString("open token-url='/panel-token' interval='0'")}", signedIn: false, width, height: 500, theme);
        var panel = page.GetByRole(AriaRole.Complementary);
        await Expect(panel.GetByText("Recent activity")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
        Assert.Equal(width < 480 ? width : 380, (await panel.BoundingBoxAsync())!.Width);
        await page.EvaluateAsync("document.querySelector('vitrine-panel').setAttribute('token-url', '/nowhere')");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The page's server gave no token (404).");
        Assert.Empty(await Axe.FindAsync(page));
    }

    [Fact]
    public async Task Its_script_is_less_than_30_kB_on_the_way()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{site.Address}/panel.js");
        request.Headers.Add("Accept-Encoding", "gzip");
        using var answer = await site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length, 1_000, 30_000);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await host.DisposeAsync();
    }

    private async Task RenewAsync()
    {
        using var answer = await site.Client.PostAsJsonAsync("/api/v1/panel-tokens", new { origin = Address });
        token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private Task<IPage> OpenAsync(string attributes) => site.OpenAsync($"{Address}/?attributes={Uri.EscapeDataString(attributes)}", signedIn: false);

    private static WebApplication Host()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    [GeneratedRegex(@"^\d+m ago$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MinutesAgo();
}
