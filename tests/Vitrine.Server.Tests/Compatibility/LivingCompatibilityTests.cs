using System.Globalization;
using System.Text.Json;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Compatibility;

/// <summary>The paths that existing apps read, over facts that came in by HTTP.</summary>
public sealed class LivingCompatibilityTests
{
    private static readonly DateTimeOffset Today = LivingServer.Now;
    private static readonly DateTimeOffset Yesterday = Today.AddDays(-1);

    // Three users: ada since yesterday, 42 and eve since today.
    private static readonly TestFact[] Facts =
    [
        Some.Image().By("42").With("username", "john_doe").At(Today).With("resolution", "1024x1024").With("generation_time", 8_000_000).With("cost", 40_000_000),
        Some.Image().By("42").At(Today).With("resolution", "512x512").With("status", "failed"),
        Some.Image().By("ada").At(Yesterday).With("resolution", "512x512").With("generation_time", 4_000_000),
        Some.Message().By("ada").At(Yesterday).With("conversation_id", "talk-1").With("tokens", 30),
        Some.Message().By("ada").At(Yesterday.AddSeconds(5)).With("conversation_id", "talk-1").With("role", "assistant").With("tokens", 12)
            .With("response_time", 1_500_000).With("cost", 2_000_000),
        Some.Message().By("eve").At(Today).With("conversation_id", "talk-2").With("role", "assistant").With("response_time", 500_000),
        Some.Conversation("created", "talk-1").By("ada").At(Yesterday.AddSeconds(-1)),
        Some.Activity().By("ada").With("username", "ada_l").At(Today).With("activity_type", "logout"),
        Some.Activity().By("ada").At(Yesterday).With("extra_data", """{"via":"web"}"""),
        Some.Activity().By("eve").At(Today.AddSeconds(-9)),
        Some.ApiCall().By("eve").At(Today).With("endpoint", "/users/17").With("response_time", 250_000),
        Some.ApiCall().By("eve").At(Today).With("endpoint", "/users/18").With("status_code", 500).With("response_time", 750_000),
        Some.ApiCall().By(null).At(Yesterday).With("method", "POST").With("endpoint", "/conversations/").With("status_code", 201),
        Some.Command().By("42").At(Today).With("command_name", "imagine"),
        Some.Command().By("42").At(Today).With("command_name", "imagine").With("success", false),
        Some.Command().By("ada").At(Yesterday).With("command_name", "help"),
    ];

    private static async Task<LivingServer> StartAsync()
    {
        var server = await LivingServer.StartAsync();
        await server.TrackAsync(Facts);
        return server;
    }

    [Fact]
    public async Task The_images_page_shows_all_images()
    {
        await using var server = await StartAsync();
        var page = await server.JsonAsync("/api/analytics/images?per_page=2");
        Assert.Equal((3, 2), (page.GetProperty("total").GetInt32(), page.GetProperty("total_pages").GetInt32()));
        var image = page.GetProperty("images").EnumerateArray().First();
        Assert.Equal(42, image.GetProperty("user_id").GetInt64());
        Assert.Equal("john_doe", image.GetProperty("username").GetString());
        Assert.Equal("2025-06-18T10:20:30", image.GetProperty("created_at").GetString());
        Assert.Equal(2, (await server.JsonAsync("/api/analytics/images?user=john_doe")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await server.JsonAsync("/api/analytics/images?resolution=512x512&to=2025-06-18")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_summary_counts_everything()
    {
        await using var server = await StartAsync();
        Assert.Equal(
            """
            {"total_users":3,"active_users_today":3,"new_users_today":2,"total_conversations":2,"total_messages":3,"total_tokens":42,"total_api_calls":3,
            "total_images":3,"total_commands":3,"avg_response_time":1,"avg_api_response_time":0.5,"error_count":3,"total_cost":0.042}
            """.ReplaceLineEndings(""), (await server.JsonAsync("/api/v1/analytics/summary")).GetRawText());
        var day = await server.JsonAsync("/api/v1/analytics/summary?days=1");
        Assert.Equal((2, 1), (day.GetProperty("total_images").GetInt32(), day.GetProperty("previous").GetProperty("total_images").GetInt32()));
        Assert.Equal((3, 1), (day.GetProperty("total_users").GetInt32(), day.GetProperty("previous").GetProperty("active_users_today").GetInt32()));
    }

    [Fact]
    public async Task Days_have_their_own_numbers()
    {
        await using var server = await StartAsync();
        Assert.Equal(
            """
            [{"date":"2025-06-17","total_users":1,"active_users":1,"new_users":1,"total_conversations":1,"total_messages":2,"total_api_calls":1,"total_commands":1,
            "total_images":1,"unique_users":1,"avg_response_time":1.5,"avg_generation_time":4,"error_count":0,"popular_commands":{"help":1},"popular_resolutions":{"512x512":1}},
            {"date":"2025-06-18","total_users":3,"active_users":3,"new_users":2,"total_conversations":1,"total_messages":1,"total_api_calls":2,"total_commands":2,
            "total_images":2,"unique_users":3,"avg_response_time":0.5,"avg_generation_time":8,"error_count":3,"popular_commands":{"imagine":2},
            "popular_resolutions":{"1024x1024":1,"512x512":1}}]
            """.ReplaceLineEndings(""), (await server.JsonAsync("/api/v1/analytics/daily-stats?days=2")).GetRawText());
    }

    [Fact]
    public async Task Activities_come_newest_first()
    {
        await using var server = await StartAsync();
        var all = await server.JsonAsync("/api/v1/analytics/users/activities?limit=2");
        Assert.Equal(["logout", "login"], all.EnumerateArray().Select(activity => activity.GetProperty("activity_type").GetString()));
        Assert.Equal(["ada_l", null], all.EnumerateArray().Select(activity => activity.GetProperty("username").GetString()));
        var own = await server.JsonAsync("/api/v1/analytics/users/activities?user_id=ada");
        Assert.Equal("""{"via":"web"}""", own[1].GetProperty("extra_data").GetRawText());
        Assert.Equal(2, own.GetArrayLength());
    }

    [Theory]
    [InlineData("", "activity_count", "ada 2, eve 1")]
    [InlineData("?by=images", "image_count", "42 2, ada 1")]
    [InlineData("?by=messages", "message_count", "ada 2, eve 1")]
    [InlineData("?by=commands&limit=1", "command_count", "42 2")]
    [InlineData("?by=tokens", "total_tokens", "ada 42")]
    [InlineData("?by=cost", "total_cost", "42 0.04, ada 0.002")]
    [InlineData("?by=images&days=1", "image_count", "42 2")]
    public async Task Top_users_are_ranked_by_what_is_asked(string query, string name, string ranked)
    {
        await using var server = await StartAsync();
        var top = await server.JsonAsync("/api/v1/analytics/users/top" + query);
        Assert.Equal(ranked, string.Join(", ", top.EnumerateArray().Select(user => $"{user.GetProperty("user_id")} {Figure(user.GetProperty(name))}")));
    }

    [Fact]
    public async Task Users_are_listed_with_what_they_did()
    {
        await using var server = await StartAsync();
        var users = await server.JsonAsync("/api/v1/analytics/users/list?active_only=true&days=1");
        Assert.Equal(["42", "ada", "eve"], users.EnumerateArray().Select(user => user.GetProperty("user_id").GetString()).Order());
        var ada = users.EnumerateArray().Single(user => user.GetProperty("user_id").GetString() == "ada");
        Assert.Equal((1, 2, 2, 1, 42), (Count("image"), Count("message"), Count("activity"), Count("command"), ada.GetProperty("total_tokens").GetInt32()));

        int Count(string kind) => ada.GetProperty(kind + "_count").GetInt32();
    }

    [Fact]
    public async Task Conversations_carry_the_sums_of_their_messages()
    {
        await using var server = await StartAsync();
        var conversation = Assert.Single((await server.JsonAsync("/api/v1/analytics/conversations?user_id=ada")).EnumerateArray());
        Assert.Equal(
            ("talk-1", "active", 2, 42, 1.5m),
            (conversation.GetProperty("conversation_id").GetString(), conversation.GetProperty("status").GetString(),
                conversation.GetProperty("message_count").GetInt32(), conversation.GetProperty("total_tokens").GetInt32(),
                Figure(conversation.GetProperty("avg_response_time"))));
    }

    [Fact]
    public async Task Api_usage_is_by_endpoint()
    {
        await using var server = await StartAsync();
        var usage = await server.JsonAsync("/api/v1/analytics/api-usage?endpoint=/users/99");
        Assert.Equal((2, 1, 0.5m), (usage.GetProperty("total_calls").GetInt32(), usage.GetProperty("error_count").GetInt32(), Figure(usage.GetProperty("avg_response_time"))));
        Assert.Equal("/users/{id}", Assert.Single(usage.GetProperty("endpoints").EnumerateArray()).GetProperty("endpoint").GetString());
        Assert.Equal(["/users/17", "/users/18"], usage.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("endpoint").GetString()).Order());
        Assert.Equal(3, (await server.JsonAsync("/api/v1/analytics/api-usage")).GetProperty("total_calls").GetInt32());
        Assert.Equal(2, (await server.JsonAsync("/api/v1/analytics/api-usage?user_id=eve")).GetProperty("total_calls").GetInt32());
        Assert.Equal(0, (await server.JsonAsync("/api/v1/analytics/api-usage?endpoint=GET%20/conversations/")).GetProperty("total_calls").GetInt32());
        Assert.Equal(1, (await server.JsonAsync("/api/v1/analytics/api-usage?endpoint=/conversations/")).GetProperty("total_calls").GetInt32());
    }

    private static decimal Figure(JsonElement json) => decimal.Parse(json.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
