using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class FrameTests(Site site)
{
    [Fact]
    public async Task The_range_is_in_the_address_and_goes_along_from_page_to_page()
    {
        var page = await site.OpenAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Range: Last 30 days" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Last 7 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("range=7d"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Activity", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/activity\\?range=7d"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Range: Last 7 days" }).ClickAsync();
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("2025-01-01");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("2025-01-31");
        await page.GetByLabel("Time zone", new() { Exact = true }).FillAsync("Asia/Kolkata");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("from=2025-01-01&to=2025-01-31&tz=Asia/Kolkata|tz=Asia%2FKolkata"));
        await Expect(page.GetByText("No activity in this range.")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Range: Last 7 days" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_project_is_switched_and_stays()
    {
        var page = await site.OpenAsync("/images");
        await page.GetByRole(AriaRole.Button, new() { Name = "Project Default" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Nothing yet" }).ClickAsync();
        await Expect(page.GetByText("No images in last 30 days.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Activity" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/activity\\?project=empty"));
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_said_to_be_missing()
    {
        var page = await site.OpenAsync("/images?project=nowhere");
        await Expect(page.GetByText("There is no project “nowhere” for you")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_theme_is_chosen_and_kept()
    {
        var page = await site.OpenAsync("/settings?tab=you");
        await page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task On_a_phone_the_menu_is_a_drawer()
    {
        var page = await site.OpenAsync("/", width: 390, height: 844);
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new() { Name = "Menu" }).GetByRole(AriaRole.Link, new() { Name = "Commands" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Commands");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_key_is_made_shown_once_and_revoked()
    {
        var page = await site.OpenAsync("/settings?tab=keys&project=empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("the bot");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText(new Regex("^vtr_ingest_"))).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key" }).ClickAsync();
        await Expect(page.GetByText("Revoked")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_provider_is_set_up_without_its_key_being_shown_again_and_a_failing_test_says_why()
    {
        var page = await site.OpenAsync("/settings?tab=providers");
        var provider = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "OpenAI" });
        await provider.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await page.GetByLabel("Key").FillAsync("sk-of-nobody-1234");
        await page.GetByLabel("Address").FillAsync("http://127.0.0.1:9/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(provider.GetByText("key …1234")).ToBeVisibleAsync();
        await provider.GetByRole(AriaRole.Button, new() { Name = "Test" }).ClickAsync();
        await Expect(provider.GetByRole(AriaRole.Status)).Not.ToHaveTextAsync("It answers.");
        await provider.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();
        await page.GetByLabel("Model").FillAsync("gpt-image-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(provider.GetByText("gpt-image-1 ·")).ToBeVisibleAsync();
        await provider.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the provider" }).ClickAsync();
        await Expect(provider.GetByText("Not set up")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_view_is_saved_pinned_and_opened_from_the_overview()
    {
        var page = await site.OpenAsync("/explore?by=model&chart=ranking");
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved views" }).ClickAsync();
        await page.GetByLabel("Name of the view").FillAsync("Models");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pin Models", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Unpin Models" })).ToBeVisibleAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Models" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/explore\\?.*by=model"));
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Count of images by model" })).ToContainTextAsync("flux");
    }
}
