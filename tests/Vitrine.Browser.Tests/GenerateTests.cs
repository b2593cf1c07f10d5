using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class GenerateTests(Site site)
{
    [Fact]
    public async Task An_image_is_made_shown_with_its_record_and_made_again()
    {
        var page = await site.OpenAsync("/datasets?project=studio");
        await page.GetByRole(AriaRole.Button, new() { Name = "New dataset" }).First.ClickAsync();
        await page.GetByLabel("Name").FillAsync("Coffee");
        await page.GetByLabel("Brand").FillAsync("Coffee Co");
        await page.GetByLabel("Vibe").FillAsync("cozy");
        await page.GetByLabel("Unique visual elements").FillAsync("green apron\nchalk board");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("chalk board")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Generate" }).ClickAsync();
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("A cup on a windowsill");
        await page.GetByLabel("Dataset").SelectOptionAsync("Coffee");
        await page.GetByLabel("Aspect ratio").SelectOptionAsync("16:9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Generate", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Brand: Coffee Co. Vibe: cozy. Unique visual elements: green apron, chalk board. A cup on a windowsill")).ToBeVisibleAsync();
        var picture = page.GetByRole(AriaRole.Img, new() { Name = "A cup on a windowsill" }).First;
        Assert.True(await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)") > 500);

        await page.GetByRole(AriaRole.Link, new() { Name = "Generate again" }).ClickAsync();
        await Expect(page.GetByLabel("Prompt", new() { Exact = true })).ToHaveValueAsync("A cup on a windowsill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Generate again" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("job="));
        await page.GetByRole(AriaRole.Link, new() { Name = "Jobs" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "A cup on a windowsill" }).Filter(new() { HasText = "Succeeded" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task An_image_from_elsewhere_is_made_again_with_what_is_set_up_here()
    {
        await site.PostAsync("/api/v1/track?project=studio", new { kind = "image", id = "foreign", prompt = "A red door", provider = "midjourney", model = "v7", dataset_id = "gone" });
        var page = await site.OpenAsync("/generate?project=studio&again=foreign");
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("A blue door");
        await page.GetByRole(AriaRole.Button, new() { Name = "Generate", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "A blue door" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said_beside_the_form()
    {
        var page = await site.OpenAsync("/generate");
        await page.GetByLabel("Prompt", new() { Exact = true }).FillAsync("A cup");
        await page.RouteAsync("**/ai/generate", route => route.FulfillAsync(new()
        {
            Status = 422, ContentType = "application/problem+json", Body = """{"title":"The provider refused","code":"generation_blocked","detail":"blocked: not this one."}""",
        }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Generate", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("blocked: not this one.");
        await Expect(page.GetByLabel("Prompt", new() { Exact = true })).ToHaveValueAsync("A cup");
    }
}
