using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

public sealed class SignInTests(Site site)
{
    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_asked_for_and_out_again()
    {
        var page = await site.OpenAsync("/images?source=scheduler", signedIn: false);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Vitrine" })).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.GetByLabel("Password").FillAsync(Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Images", Exact = true })).ToBeVisibleAsync();
        Assert.EndsWith("/images?source=scheduler", page.Url);
        await page.GetByRole(AriaRole.Button, new() { Name = "Account admin" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Vitrine" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_session_that_ended_leads_to_the_sign_in()
    {
        var page = await site.OpenAsync("/activity");
        await Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Refresh" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Vitrine" })).ToBeVisibleAsync();
    }
}
