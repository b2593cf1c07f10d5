using System.Text.Json;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Compatibility;

/// <summary>What the Discord bot reads, over facts that came in by HTTP. Every number is counted by hand; percentiles are within 1 %.</summary>
public sealed class LivingDiscordBotTests
{
    private const string Base = "/api/v1/analytics";
    private static readonly DateTimeOffset Today = LivingServer.Now;
    private static readonly DateTimeOffset Yesterday = Today.AddDays(-1);

    // Ada and bob since yesterday, eve since today; guild g1 saw all of them, g2 only bob, and eve wrote to the bot directly, too.
    private static readonly TestFact[] Facts =
    [
        Command("ada", "imagine", Yesterday, "g1", "c1", 2_000_000).With("username", "ada_l"),
        Command("bob", "imagine", Yesterday, "g1", "c2", 4_000_000).With("success", false),
        Command("bob", "help", Yesterday, "g2", "c3", 100_000),
        Command("ada", "imagine", Today, "g1", "c1", 6_000_000),
        Command("eve", "help", Today, "g1", "c1", null),
        Command("eve", "imagine", Today, null, null, null),
        Image("ada", Yesterday, "1024x1024", """["ink","film"]""", 4_000_000),
        Image("ada", Today, "1024x1024", """["ink"]""", 8_000_000),
        Image("bob", Today, "512x512", null, null).With("status", "failed"),
        Activity("ada", "reaction", Yesterday, "g1"),
        Activity("eve", "reaction", Today, "g1"),
        Activity("bob", "join", Today, "g2"),
        // Long ago, for what is asked about everything.
        Command("old", "help", Today.AddDays(-400), "g1", "c1", null),
    ];

    private static TestFact Command(string user, string name, DateTimeOffset at, string? guild, string? channel, long? time) =>
        Some.Command().By(user).At(at).With("command_name", name).With("guild_id", guild).With("channel_id", channel).With("execution_time", time);

    private static TestFact Image(string user, DateTimeOffset at, string resolution, string? loras, long? time) =>
        Some.Image().By(user).At(at).With("resolution", resolution).With("loras", loras).With("generation_time", time);

    private static TestFact Activity(string user, string type, DateTimeOffset at, string guild) =>
        Some.Activity().By(user).At(at).With("activity_type", type).With("guild_id", guild);

    private static async Task<LivingServer> StartAsync()
    {
        var server = await LivingServer.StartAsync();
        await server.TrackAsync(Facts);
        return server;
    }

    private static void AssertJson(string expected, JsonElement actual) => Assert.Equal(expected.ReplaceLineEndings(""), actual.GetRawText());

    [Fact]
    public async Task Commands_are_counted_by_name_day_guild_and_channel()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":2,"total_commands":6,"successful":5,"failed":1,"success_rate":0.833333333,"unique_users":3,"avg_execution_time":3.025,
            "p50_execution_time":1.993446,"p95_execution_time":6,"max_execution_time":6,"popular_commands":[
            {"command_name":"imagine","count":4,"success_rate":0.75,"avg_execution_time":4,"unique_users":3},
            {"command_name":"help","count":2,"success_rate":1,"avg_execution_time":0.1,"unique_users":2}],"by_day":[
            {"date":"2025-06-17","count":3,"success_rate":0.666666667},{"date":"2025-06-18","count":3,"success_rate":1}],"by_guild":[
            {"guild_id":"g1","count":4,"success_rate":0.75},{"guild_id":null,"count":1,"success_rate":1},{"guild_id":"g2","count":1,"success_rate":1}],"by_channel":[
            {"channel_id":"c1","count":3,"success_rate":1},{"channel_id":null,"count":1,"success_rate":1},{"channel_id":"c2","count":1,"success_rate":0},
            {"channel_id":"c3","count":1,"success_rate":1}]}
            """, await server.JsonAsync($"{Base}/commands/stats?days=2"));
    }

    [Fact]
    public async Task Commands_of_a_guild_or_a_channel_are_its_own()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":2,"total_commands":4,"successful":3,"failed":1,"success_rate":0.75,"unique_users":3,"avg_execution_time":4,
            "p50_execution_time":3.986672,"p95_execution_time":6,"max_execution_time":6,"popular_commands":[
            {"command_name":"imagine","count":3,"success_rate":0.666666667,"avg_execution_time":4,"unique_users":2},
            {"command_name":"help","count":1,"success_rate":1,"avg_execution_time":null,"unique_users":1}],"by_day":[
            {"date":"2025-06-17","count":2,"success_rate":0.5},{"date":"2025-06-18","count":2,"success_rate":1}],"by_guild":[
            {"guild_id":"g1","count":4,"success_rate":0.75}],"by_channel":[
            {"channel_id":"c1","count":3,"success_rate":1},{"channel_id":"c2","count":1,"success_rate":0}]}
            """, await server.JsonAsync($"{Base}/commands/stats?days=2&guild_id=g1"));
        var channel = await server.JsonAsync($"{Base}/commands/stats?days=2&guild_id=g1&channel_id=c2");
        Assert.Equal((1, 1), (channel.GetProperty("total_commands").GetInt32(), channel.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task Images_are_counted_by_resolution_lora_and_user()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":2,"total_images":3,"failed":1,"unique_users":2,"avg_generation_time":6,"p50_generation_time":3.986672,"p95_generation_time":7.972904,
            "max_generation_time":8,"popular_resolutions":[{"resolution":"1024x1024","count":2,"avg_generation_time":6},
            {"resolution":"512x512","count":1,"avg_generation_time":null}],"popular_loras":[{"lora":"ink","count":2,"avg_generation_time":6},
            {"lora":"film","count":1,"avg_generation_time":4}],"top_users":[{"user_id":"ada","username":"ada_l","count":2},
            {"user_id":"bob","username":null,"count":1}],"by_day":[{"date":"2025-06-17","count":1,"failed":0,"avg_generation_time":4},
            {"date":"2025-06-18","count":2,"failed":1,"avg_generation_time":8}]}
            """, await server.JsonAsync($"{Base}/images/stats?days=2"));
    }

    [Fact]
    public async Task Users_are_counted_by_what_they_did()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":2,"active_users":3,"new_users":3,"total_activities":3,"action_types":[{"action_type":"reaction","count":2},{"action_type":"join","count":1}],
            "top_users_by_commands":[{"user_id":"ada","username":"ada_l","count":2},{"user_id":"bob","username":null,"count":2},
            {"user_id":"eve","username":null,"count":2}],"top_users_by_images":[{"user_id":"ada","username":"ada_l","count":2},
            {"user_id":"bob","username":null,"count":1}],"top_users_by_activities":[{"user_id":"ada","username":"ada_l","count":1},
            {"user_id":"bob","username":null,"count":1},{"user_id":"eve","username":null,"count":1}],"by_day":[
            {"date":"2025-06-17","active_users":2,"new_users":2},{"date":"2025-06-18","active_users":3,"new_users":1}]}
            """, await server.JsonAsync($"{Base}/users/stats?days=2"));
    }

    [Fact]
    public async Task Users_of_a_guild_are_those_who_did_something_there()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":2,"active_users":1,"new_users":1,"total_activities":1,"action_types":[{"action_type":"join","count":1}],
            "top_users_by_commands":[{"user_id":"bob","username":null,"count":1}],"top_users_by_images":[],
            "top_users_by_activities":[{"user_id":"bob","username":null,"count":1}],"by_day":[
            {"date":"2025-06-17","active_users":1,"new_users":1},{"date":"2025-06-18","active_users":1,"new_users":0}]}
            """, await server.JsonAsync($"{Base}/users/stats?days=2&guild_id=g2"));
    }

    [Fact]
    public async Task The_summary_is_of_everything_unless_days_are_asked()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":null,"total_commands":7,"total_images":3,"total_activities":3,"unique_users":4,"success_rate":0.857142857,"avg_execution_time":3.025,
            "avg_generation_time":6,"popular_commands":[{"command_name":"imagine","count":4},{"command_name":"help","count":3}],
            "popular_resolutions":[{"resolution":"1024x1024","count":2},{"resolution":"512x512","count":1}],
            "top_users":[{"user_id":"ada","username":"ada_l","count":2},{"user_id":"bob","username":null,"count":2}],
            "today":{"total_commands":3,"total_images":2,"unique_users":3,"new_users":1}}
            """, await server.JsonAsync($"{Base}/bot/summary?limit=2"));
        var days = await server.JsonAsync($"{Base}/bot/summary?days=1");
        Assert.Equal((1, 3, 2), (days.GetProperty("days").GetInt32(), days.GetProperty("total_commands").GetInt32(), days.GetProperty("total_images").GetInt32()));
    }

    [Fact]
    public async Task The_summary_of_a_guild_knows_nothing_of_images()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"days":null,"total_commands":5,"total_images":null,"total_activities":2,"unique_users":4,"success_rate":0.8,"avg_execution_time":4,
            "avg_generation_time":null,"popular_commands":[{"command_name":"imagine","count":3}],"popular_resolutions":[],
            "top_users":[{"user_id":"ada","username":"ada_l","count":2}],"today":{"total_commands":2,"total_images":null,"unique_users":2,"new_users":1}}
            """, await server.JsonAsync($"{Base}/bot/summary?guild_id=g1&limit=1"));
    }

    [Fact]
    public async Task The_embed_is_what_a_message_takes()
    {
        await using var server = await StartAsync();
        AssertJson(
            """
            {"title":"My\\_Bot statistics","description":"Of 2 days","color":1013358,"fields":[{"name":"Commands","value":"6","inline":true},
            {"name":"Images","value":"3","inline":true},{"name":"Users","value":"3","inline":true},{"name":"Success rate","value":"83.3 %","inline":true},
            {"name":"Time of a command","value":"3.03 s","inline":true},{"name":"Time of an image","value":"6 s","inline":true},
            {"name":"Most used commands","value":"1. imagine · 4\n2. help · 2","inline":false},
            {"name":"Most used resolutions","value":"1. 1024x1024 · 2\n2. 512x512 · 1","inline":false},
            {"name":"Most active users","value":"1. ada\\_l · 2\n2. bob · 2\n3. eve · 2","inline":false},
            {"name":"Today","value":"Commands: 3 · Images: 2 · Users: 3, of them new: 1","inline":false}],"footer":{"text":"Vitrine"},"timestamp":"2025-06-18T10:20:30Z"}
            """, await server.JsonAsync($"{Base}/embed?bot_name=My_Bot&days=2"));
        var guild = (await server.JsonAsync($"{Base}/embed?guild_id=g2&days=1")).GetProperty("fields");
        Assert.Equal("–", guild[1].GetProperty("value").GetString());
        Assert.DoesNotContain(guild.EnumerateArray(), field => field.GetProperty("name").GetString() == "Most used resolutions");
    }
}
