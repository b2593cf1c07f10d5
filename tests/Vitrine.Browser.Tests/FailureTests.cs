using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class FailureTests(Site site)
{
    [Fact]
    public async Task A_failing_server_is_told_and_asked_again()
    {
        var page = await site.OpenAsync("/settings");
        await page.RouteAsync("**/api/v1/images?**", route => route.FulfillAsync(new()
        {
            Status = 422, ContentType = "application/problem+json", Body = """{"title":"The question is too broad","code":"query_too_broad","detail":"Take a shorter range."}""",
        }));
        await page.GetByRole(AriaRole.Link, new() { Name = "Images" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Take a shorter range.");
        await page.UnrouteAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_slow_server_shows_the_shape_of_what_comes()
    {
        var page = await site.OpenAsync("/settings");
        var go = new TaskCompletionSource();
        await page.RouteAsync("**/api/v1/activities?**", async route =>
        {
            await go.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Link, new() { Name = "Activity" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToBeVisibleAsync();
        go.SetResult();
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Old_rows_stay_while_new_ones_load()
    {
        var page = await site.OpenAsync("/images");
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        var go = new TaskCompletionSource();
        await page.RouteAsync("**/api/v1/images?**", async route =>
        {
            await go.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "Page 2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table)).ToHaveAttributeAsync("aria-busy", "true");
        Assert.Equal(101, await page.GetByRole(AriaRole.Row).CountAsync());
        go.SetResult();
        await Expect(page.GetByText("(Page 2 of 3)")).ToBeVisibleAsync();
    }
}
