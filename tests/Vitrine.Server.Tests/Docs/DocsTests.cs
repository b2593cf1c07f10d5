using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Architecture.Tests;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Docs;

public sealed partial class DocsTests : IAsyncLifetime
{
    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync((_, _, _) => Task.FromResult<IFactStore>(new MemoryStore()));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_openapi_document_is_the_one_that_is_checked_in()
    {
        var (_, text) = await GetAsync("/openapi/v1.json");
        Snapshot.Matches("docs/reference/openapi.json", text.ReplaceLineEndings("\n").TrimEnd() + "\n");
    }

    [Fact]
    public async Task Every_reference_in_the_openapi_document_leads_somewhere()
    {
        var (_, text) = await GetAsync("/openapi/v1.json");
        using var document = JsonDocument.Parse(text);
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(schema => schema.Name).ToHashSet();
        var named = Reference().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(schemas));
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/docs/index.html")]
    public async Task The_page_loads_nothing_from_elsewhere(string path)
    {
        var (response, html) = await GetAsync(path);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        var sources = Source().Matches(html).Select(match => match.Groups["path"].Value).ToArray();
        Assert.NotEmpty(sources);
        var page = response.RequestMessage!.RequestUri!;
        foreach (var source in sources)
        {
            Assert.DoesNotContain("//", source);
            var (asset, _) = await GetAsync(new Uri(page, source).PathAndQuery);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        }
    }

    [Fact]
    public async Task An_asset_that_is_not_there_is_a_problem()
    {
        using var response = await server.Anonymous.GetAsync(new Uri("/docs/nothing.js", UriKind.Relative), TestContext.Current.CancellationToken);
        await ProblemBody.AssertAsync(response, HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Every_code_of_a_problem_is_explained_where_its_type_points()
    {
        var (_, html) = await GetAsync("/docs/problems");
        Assert.NotEmpty(Problems.All);
        Assert.Distinct(Problems.All.Select(kind => kind.Code));
        Assert.All(Problems.All, kind => Assert.Contains($"id=\"{kind.Code}\"", html));
    }

    private async Task<(HttpResponseMessage Response, string Text)> GetAsync(string path)
    {
        var response = await server.Anonymous.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("""(src|href)="(?<path>[^"]+)["]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Source();

    [GeneratedRegex("""#/components/schemas/(?<name>[A-Za-z0-9]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
