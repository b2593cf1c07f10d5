using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class KeyboardTests(Site site)
{
    [Fact]
    public async Task Control_K_finds_anything_and_opens_it()
    {
        var page = await site.OpenAsync("/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Combobox).FillAsync("image-17");
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("castle");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("/images\\?.*image=image-17"));
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("Prompt number 17 of a castle")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrows_move_in_a_table_and_enter_opens_the_row()
    {
        var page = await site.OpenAsync("/activity");
        var rows = page.GetByRole(AriaRole.Row);
        await rows.Nth(1).FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(rows.Nth(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Activity" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_slash_searches_on_the_page_and_a_question_mark_lists_the_shortcuts()
    {
        var page = await site.OpenAsync("/images");
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Search in prompts")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Shortcuts" })).ToBeVisibleAsync();
    }
}
