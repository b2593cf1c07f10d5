using System.Net;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Compatibility;

public sealed class PersonaBotTests
{
    private const string Path = "/api/analytics/images";

    [Fact]
    public async Task The_response_is_the_bots_member_for_member()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts =
        [
            ReadingServer.Fact(FactKind.Image, "0199d3a8-0000-7000-8000-000000000001", "2025-11-08T12:34:56Z",
                ("image_url", "https://cloudflare.url/image.png"), ("prompt", "Full SDXL prompt..."), ("negative_prompt", "Negative prompt..."),
                ("source", "scheduler"), ("user_id", "123456789"), ("username", "john_doe"), ("first_name", "John"), ("persona_id", "uuid"),
                ("persona_name", "Sweet Girlfriend"), ("meta", """{"chat_id": "uuid", "is_auto_followup": true}""")),
        ];
        server.Store.Total = 1523;
        Assert.Equal(
            """
            {"images":[{"id":"0199d3a8-0000-7000-8000-000000000001","created_at":"2025-11-08T12:34:56","image_url":"https://cloudflare.url/image.png",
            "prompt":"Full SDXL prompt...","negative_prompt":"Negative prompt...","source":"scheduler","user_id":123456789,"username":"john_doe",
            "first_name":"John","persona_id":"uuid","persona_name":"Sweet Girlfriend","meta":{"chat_id": "uuid", "is_auto_followup": true}}],
            "total":1523,"page":1,"per_page":100,"total_pages":16}
            """.ReplaceLineEndings(""),
            await server.TextAsync(Path));
    }

    [Theory]
    [InlineData("123456789", "123456789")]
    [InlineData("0", "0")]
    [InlineData("007", "\"007\"")]
    [InlineData("-5", "\"-5\"")]
    [InlineData("99999999999999999999", "\"99999999999999999999\"")]
    [InlineData("ada", "\"ada\"")]
    [InlineData("", "\"\"")]
    [InlineData(null, "null")]
    public async Task A_user_id_of_digits_is_a_number_where_nothing_is_lost(string? id, string json)
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.Facts = [ReadingServer.Fact(FactKind.Image, "a", "2025-11-08T12:34:56.5Z", ("user_id", id!))];
        var image = (await server.JsonAsync(Path)).GetProperty("images")[0];
        Assert.Equal(json, image.GetProperty("user_id").GetRawText());
        Assert.Equal("2025-11-08T12:34:56.500000", image.GetProperty("created_at").GetString());
        Assert.Equal("{}", image.GetProperty("meta").GetRawText());
        Assert.Equal(JsonValueKind.Null, image.GetProperty("persona_name").ValueKind);
    }

    [Fact]
    public async Task Images_are_filtered_and_pages_clamped()
    {
        await using var server = await ReadingServer.StartAsync();
        await server.TextAsync($"{Path}?page=2&per_page=501&source=history_start&user_id=1&user=john&persona_id=p&dataset_id=d&style=s&model=m"
            + "&resolution=r&from=2025-06-01&to=2025-06-02&q=castle");
        var query = Assert.IsType<FactListQuery>(Assert.Single(server.Store.Lists));
        Assert.Equal(
            [Dimension.Source, Dimension.Persona, Dimension.Dataset, Dimension.Style, Dimension.Model, Dimension.Resolution],
            query.Filters.Select(filter => filter.Dimension));
        Assert.Equal((2, 500, "1", "john", "castle"), (query.Page, query.PerPage, query.UserId, query.User, query.Search));
        await server.ProblemAsync($"{Path}?source=cron", HttpStatusCode.BadRequest, "unknown_value");
    }

    [Fact]
    public async Task The_next_page_is_linked()
    {
        await using var server = await ReadingServer.StartAsync();
        server.Store.NextCursor = "a+b";
        using var response = await server.GetAsync($"{Path}?style=noir&page=1&per_page=2");
        Assert.Equal($"<{Path}?style=noir&per_page=2&cursor=a%2Bb>; rel=\"next\"", Assert.Single(response.Headers.GetValues("Link")));
    }

    [Fact]
    public async Task An_option_switches_the_path_off()
    {
        await using var server = await ReadingServer.StartAsync(("Compatibility:PersonaBot", "false"));
        await server.ProblemAsync(Path, HttpStatusCode.NotFound, "not_found");
        await server.TextAsync("/api/v1/analytics/daily-stats");
    }
}
