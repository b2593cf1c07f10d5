using System.Text.Json;
using Microsoft.Playwright;
using Vitrine.Architecture.Tests;

namespace Vitrine.Browser.Tests;

internal static class Axe
{
    /// <summary>Serious and critical findings, each with its rule and the place.</summary>
    public static async Task<string[]> FindAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Repository.At("dashboard", "node_modules", "axe-core", "axe.min.js"), TestContext.Current.CancellationToken));
        var result = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations)");
        return
        [
            .. from violation in result.EnumerateArray()
                where violation.GetProperty("impact").GetString() is "serious" or "critical"
                from node in violation.GetProperty("nodes").EnumerateArray()
                select $"{violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()}",
        ];
    }
}
