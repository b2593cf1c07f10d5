using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class ImagesTests(Site site)
{
    // Of all time, so that the image that was generated when the server started is one of them wherever the day begins.
    private const int Total = Seed.Images + 1;

    [Fact]
    public async Task Pages_have_their_ends_and_the_address_says_which()
    {
        var page = await site.OpenAsync("/images");
        await Expect(page.GetByText($"Showing 100 of {Total} images (Page 1 of 3)")).ToBeVisibleAsync();
        await Expect(Button(page, "First page")).ToBeDisabledAsync();
        await Expect(Button(page, "Previous page")).ToBeDisabledAsync();
        await Button(page, "Last page").ClickAsync();
        await Expect(page.GetByText($"Showing {Total - 200} of {Total} images (Page 3 of 3)")).ToBeVisibleAsync();
        await Expect(Button(page, "Next page")).ToBeDisabledAsync();
        await Expect(Button(page, "Last page")).ToBeDisabledAsync();
        Assert.Contains("page=3", page.Url);
        await page.WaitForFunctionAsync("() => scrollY === 0");
        await page.ReloadAsync();
        await Expect(page.GetByText("(Page 3 of 3)")).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.GetByText("(Page 1 of 3)")).ToBeVisibleAsync();
        await page.GetByLabel("Per page").SelectOptionAsync("500");
        await Expect(page.GetByText($"Showing {Total} of {Total} images (Page 1 of 1)")).ToBeVisibleAsync();
        await Expect(Button(page, "Next page")).ToBeDisabledAsync();
    }

    [Fact]
    public async Task Filters_are_chips_that_the_address_keeps()
    {
        var page = await site.OpenAsync("/images");
        await Button(page, "Add a filter").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Source", Exact = true }).ClickAsync();
        await page.GetByLabel("Auto-message").CheckAsync();
        await Expect(page.GetByText("Showing 50 of 50 images (Page 1 of 1)")).ToBeVisibleAsync();
        Assert.Contains("source=scheduler", page.Url);
        await page.ReloadAsync();
        await Expect(page.GetByText("Showing 50 of 50 images")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("Auto-message");
        await Button(page, "Remove Source").ClickAsync();
        await Expect(page.GetByText($"of {Total} images")).ToBeVisibleAsync();
        await page.GetByLabel("Search in prompts").FillAsync("\"number 17 of\"");
        await Expect(page.GetByText("Showing 1 of 1 images")).ToBeVisibleAsync();
        await page.GetByLabel("Search in prompts").FillAsync("nothingofthekind");
        await Expect(page.GetByText("No image of last 30 days has words nothingofthekind.")).ToBeVisibleAsync();
        await Button(page, "Clear the filters").ClickAsync();
        await Expect(page.GetByText($"of {Total} images")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_lightbox_goes_on_over_the_borders_of_pages()
    {
        var page = await site.OpenAsync("/images?per_page=25");
        await page.GetByRole(AriaRole.Row).Nth(25).GetByRole(AriaRole.Cell).Nth(6).ClickAsync();
        var box = page.GetByRole(AriaRole.Dialog);
        await Expect(box).ToBeVisibleAsync();
        var last = await box.GetByText(new Regex("^Prompt number")).First.InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page).ToHaveURLAsync(new Regex("page=2"));
        await Expect(box.GetByText(new Regex("^Prompt number")).First).Not.ToHaveTextAsync(last);
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(box.GetByText(last, new() { Exact = true }).First).ToBeVisibleAsync();
        await box.GetByRole(AriaRole.Button, new() { Name = "Copy" }).First.ClickAsync();
        await Expect(box.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(last, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(box).ToBeHiddenAsync();
        Assert.DoesNotContain("image=", page.Url);
    }

    [Fact]
    public async Task A_link_opens_one_image_and_a_click_outside_closes_it()
    {
        var page = await site.OpenAsync("/images?image=image-240");
        var box = page.GetByRole(AriaRole.Dialog);
        await Expect(box.GetByText("Prompt number 240 of a castle")).ToBeVisibleAsync();
        await Expect(box.GetByText("This image was tracked without a picture.")).ToBeVisibleAsync();
        await Expect(box.GetByText("History start")).ToBeVisibleAsync();
        await page.Mouse.ClickAsync(5, 5);
        await Expect(box).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_stored_picture_is_shown_in_the_table_and_in_the_lightbox()
    {
        var page = await site.OpenAsync("/images?q=lighthouse");
        var thumbnail = page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Img);
        await Expect(thumbnail).ToHaveJSPropertyAsync("complete", true);
        await thumbnail.ClickAsync();
        var picture = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Img, new() { Name = "A lighthouse in a storm" });
        await Expect(picture).ToBeVisibleAsync();
        Assert.True(await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 500);
    }

    [Fact]
    public async Task What_users_write_is_text_and_no_more()
    {
        var page = await site.OpenAsync("/images?image=image-3&view=grid");
        var box = page.GetByRole(AriaRole.Dialog);
        await Expect(box.GetByText(Seed.Hostile).First).ToBeVisibleAsync();
        await Expect(box.GetByText("javascript:window.hacked=true")).ToBeVisibleAsync();
        Assert.Equal(0, await box.Locator("a[href^='javascript:']").CountAsync());
        Assert.Null(await page.EvaluateAsync<bool?>("window.hacked ?? null"));
    }

    [Fact]
    public async Task A_selection_is_copied_and_saved()
    {
        var page = await site.OpenAsync("/images?q=castle");
        await page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Checkbox).ClickAsync();
        await page.GetByRole(AriaRole.Row).Nth(4).GetByRole(AriaRole.Checkbox).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(page.GetByText("4 selected")).ToBeVisibleAsync();
        await Button(page, "Copy prompts").ClickAsync();
        await Expect(Button(page, "Copied")).ToBeVisibleAsync();
        Assert.Equal(4, (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).Split("\n\n").Length);
        var saved = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Region, new() { Name = "Selection" }).GetByRole(AriaRole.Button, new() { Name = "CSV", Exact = true }).ClickAsync());
        Assert.Equal("images.csv", saved.SuggestedFilename);
        Assert.Equal(5, (await File.ReadAllLinesAsync(await saved.PathAsync(), TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Any_number_of_pictures_is_saved_as_one_archive()
    {
        var page = await site.OpenAsync("/images?per_page=500");
        await page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Checkbox).ClickAsync();
        await Button(page, "Select page").ClickAsync();
        await Expect(page.GetByText($"{Total} selected")).ToBeVisibleAsync();
        var saved = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Region, new() { Name = "Selection" }).GetByRole(AriaRole.Button, new() { Name = "ZIP", Exact = true }).ClickAsync());
        using var archive = System.IO.Compression.ZipFile.OpenRead(await saved.PathAsync());
        Assert.Contains(archive.Entries, entry => entry.Name.EndsWith(".png", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bar_of_the_statistics_filters_the_gallery()
    {
        var page = await site.OpenAsync("/images?view=grid&statistics=shown");
        await page.GetByRole(AriaRole.Complementary, new() { Name = "Statistics" }).GetByRole(AriaRole.Button, new() { Name = "flux" }).ClickAsync();
        await Expect(page.GetByText("Showing 100 of 125 images")).ToBeVisibleAsync();
        Assert.Contains("model=flux", page.Url);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
