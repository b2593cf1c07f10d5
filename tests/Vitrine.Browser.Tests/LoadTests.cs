using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>How much is fetched before a page can be used.</summary>
public sealed class LoadTests(Site site)
{
    private const int MaxInitialBytes = 250_000;

    [Theory]
    [InlineData("/")]
    [InlineData("/images")]
    public async Task A_page_needs_at_most_250_kB_packed(string path)
    {
        var page = await site.OpenAsync("/auth/session");
        var bytes = 0L;
        page.Response += (_, response) =>
        {
            if (response.Request.ResourceType is "document" or "script" or "stylesheet") Interlocked.Add(ref bytes, long.Parse(response.Headers["content-length"], System.Globalization.CultureInfo.InvariantCulture));
        };
        await page.GotoAsync(path);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.InRange(bytes, 10_000, MaxInitialBytes);
    }
}
