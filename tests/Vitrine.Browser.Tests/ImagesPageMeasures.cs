using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace Vitrine.Browser.Tests;

/// <summary>
/// Measures the images page at a hundred and at a hundred thousand images in one run; <c>bench/run dashboard</c> runs it. Explicit, for what a machine takes is no
/// question of right and wrong.
/// </summary>
public sealed class ImagesPageMeasures(Site site)
{
    private const int Rounds = 7;

    // From the arrival of the list's last byte to the frame after its first row is in the page.
    private const string Watch = """
        addEventListener("DOMContentLoaded", () => new MutationObserver((_, observer) => {
            if (!document.querySelector("tbody tr")) return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => {
                const list = performance.getEntriesByType("resource").findLast(entry => /\/api\/v1\/images\?/.test(entry.name));
                window.firstRows = performance.now() - list.responseEnd;
            }));
        }).observe(document, { childList: true, subtree: true }));
        """;

    private const string Scroll = """
        () => new Promise(done => {
            const frames = [];
            let last;
            const step = now => {
                if (last !== undefined) frames.push(now - last);
                last = now;
                scrollBy(0, 60);
                if (frames.length < 180) requestAnimationFrame(step);
                else done(frames.sort((a, b) => a - b));
            };
            requestAnimationFrame(step);
        })
        """;

    [Fact(Explicit = true)]
    public async Task A_hundred_thousand_images_beside_a_hundred()
    {
        var (few, many) = (new List<double>(), new List<double>());
        await FillAsync("hundred", 100);
        await FillAsync("many", 100_000);
        IPage? page = null;
        for (var round = 0; round < Rounds; round++)
        {
            few.Add(await FirstRowsAsync("hundred"));
            many.Add(await FirstRowsAsync("many"));
        }
        Report("first rows after the data's arrival, 100 a page", "100 images", few, "100,000 images", many);
        var frames = new Dictionary<string, double[]>();
        foreach (var view in new[] { "table", "grid" })
        {
            page = await site.OpenAsync($"/images?project=many&per_page=500&view={view}");
            await page.WaitForSelectorAsync(view == "table" ? "tbody tr" : "main [role=checkbox]");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var times = (await page.EvaluateAsync<JsonElement>(Scroll)).EnumerateArray().Select(time => time.GetDouble()).ToArray();
            Line(string.Create(CultureInfo.InvariantCulture, $"scrolling 500 images as a {view}: frame {times[times.Length / 2]:0.0} ms (p95 {times[(int)(times.Length * 0.95)]:0.0}), {times.Count(time => time > 25)} of {times.Length} late"));
            await page.Context.CloseAsync();
        }
    }

    private async Task<double> FirstRowsAsync(string project)
    {
        var page = await site.OpenAsync("/settings?tab=you");
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync($"/images?project={project}");
        await page.WaitForFunctionAsync("() => window.firstRows !== undefined");
        var time = await page.EvaluateAsync<double>("window.firstRows");
        await page.Context.CloseAsync();
        return time;
    }

    private async Task FillAsync(string project, int images)
    {
        await site.PostAsync("/api/v1/projects", new { slug = project, name = project });
        var now = TimeProvider.System.GetUtcNow();
        foreach (var batch in Enumerable.Range(0, images).Chunk(5_000))
        {
            await site.PostAsync($"/api/v1/track?project={project}", batch.Select(number => new
            {
                kind = "image", timestamp = now.AddSeconds(-10 * number), user_id = $"u{number % 500}", username = $"user{number % 500}", prompt = $"A castle of number {number}, seen from below in the evening light",
                model = number % 2 == 0 ? "flux" : "sdxl", width = 1024, height = number % 3 == 0 ? 1024 : 768, generation_time = 3.2,
            }));
        }
    }

    private static void Report(string what, string one, List<double> few, string other, List<double> many)
    {
        few.Sort();
        many.Sort();
        Line(string.Create(CultureInfo.InvariantCulture, $"{what}: {one} {few[few.Count / 2]:0} ms ({few[0]:0}-{few[^1]:0}), {other} {many[many.Count / 2]:0} ms ({many[0]:0}-{many[^1]:0}), ratio {many[many.Count / 2] / few[few.Count / 2]:0.00}"));
    }

    private static void Line(string text) => TestContext.Current.SendDiagnosticMessage(text);
}
