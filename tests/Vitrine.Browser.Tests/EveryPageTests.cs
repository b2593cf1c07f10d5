using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Vitrine.Browser.Tests;

/// <summary>What holds on every page: it works with data and without, in both themes and on a phone, and talks to nobody else.</summary>
public sealed class EveryPageTests(Site site)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "/", "Overview" }, { "/images", "Images" }, { "/images?view=grid&statistics=shown", "Images" }, { "/images?image=image-2", "Images" }, { "/conversations", "Conversations" },
        { "/conversation?id=c1", "Conversation" }, { "/api-usage", "API usage" }, { "/commands", "Commands" }, { "/users", "Users" }, { "/user?id=u1", "Name 1" }, { "/activity", "Activity" },
        { "/explore", "Explore" }, { "/explore?kind=message&measure=tokens&by=role&chart=donut", "Explore" }, { "/generate", "Generate" }, { "/jobs", "Jobs" }, { "/datasets", "Datasets" }, { "/personas", "Personas" }, { "/settings?tab=you", "Settings" },
        { "/settings?tab=keys", "Settings" }, { "/settings?tab=accounts", "Settings" }, { "/settings?tab=providers", "Settings" }, { "/settings?tab=audit", "Settings" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_has_no_serious_finding_of_axe_in_either_theme(string path, string title)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            var page = await site.OpenAsync(path, theme: theme);
            await SettleAsync(page, title);
            Assert.Empty(await Axe.FindAsync(page));
            await page.Context.CloseAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_fits_a_phone(string path, string title)
    {
        var page = await site.OpenAsync(path, width: 390, height: 844);
        await SettleAsync(page, title);
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task It_asks_no_other_host_and_breaks_no_rule_of_its_own(string path, string title)
    {
        var page = await site.OpenAsync("/settings?tab=you");
        var (requests, complaints) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            // A picture that cannot be had is a 404, and shown as a placeholder.
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal)) complaints.Add(message.Text);
        };
        await page.GotoAsync(path);
        await SettleAsync(page, title);
        Assert.Empty(complaints);
        Assert.All(requests, url => Assert.True(url.StartsWith(site.Address, StringComparison.Ordinal) || url.StartsWith("blob:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
    }

    [Theory]
    [InlineData("/", "Nothing has been tracked in this project yet.")]
    [InlineData("/images", "No images in last 30 days.")]
    [InlineData("/conversations", "No conversation began in this range.")]
    [InlineData("/api-usage", "No API calls in this range.")]
    [InlineData("/commands", "No commands in this range.")]
    [InlineData("/users", "Nobody was seen since then.")]
    [InlineData("/activity", "No activity in this range.")]
    public async Task Without_data_it_says_how_the_first_comes_in(string path, string sentence)
    {
        var page = await site.OpenAsync($"{path}?project=empty");
        await Expect(page.GetByText(sentence)).ToBeVisibleAsync();
        await Expect(page.GetByText($"curl {site.Address}/api/v1/track?project=empty")).ToBeVisibleAsync();
        Assert.Empty(await Axe.FindAsync(page));
    }

    private static async Task SettleAsync(IPage page, string title)
    {
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Expect(page.GetByRole(AriaRole.Status, new() { Name = "Loading" })).ToHaveCountAsync(0);
    }
}
