using Vitrine.Core.Query;
using Vitrine.Server.Compatibility.Discord;
using Vitrine.Server.Http;
using Vitrine.Server.Maintenance;
using Vitrine.Server.Security;

namespace Vitrine.Server.Compatibility;

/// <summary>The Discord bot's analytics manager: a path for each of its functions that answers with numbers, and one for its reset.</summary>
internal static class DiscordBot
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 100;
    private const int NamesOfAnEmbed = 5;

    private static readonly QueryParameter GuildId = new("guild_id", "Only of these guilds, separated by commas.");
    private static readonly QueryParameter ChannelId = new("channel_id", "Only of these channels, separated by commas.");
    private static readonly QueryParameter Limit = new("limit", "Of each list of names; clamped to 100. Default 10.", IsNumber: true);

    public static void Map(IEndpointRouteBuilder routes)
    {
        QueryParameter[] range = [QueryParameter.From, QueryParameter.To, QueryParameter.Days, QueryParameter.Zone];
        var group = routes.MapGroup("/api/v1/analytics").WithTags("Compatibility").Needs(Permission.Read).WithProblems(400, 401, 403, 404, 422);
        group.MapGet("/commands/stats", CommandsAsync).WithName("DiscordBotCommands").WithSummary("Shows how commands were used.")
            .Answers(typeof(CommandStatistics)).Takes([.. range, GuildId, ChannelId, Limit]);
        group.MapGet("/images/stats", ImagesAsync).WithName("DiscordBotImages").WithSummary("Shows which images were made.")
            .Answers(typeof(ImageStatistics)).Takes([.. range, Limit]);
        group.MapGet("/users/stats", UsersAsync).WithName("DiscordBotUsers").WithSummary("Shows what users did.")
            .Answers(typeof(UserStatistics)).Takes([.. range, GuildId, Limit]);
        group.MapGet("/bot/summary", SummaryAsync).WithName("DiscordBotSummary").WithSummary("Shows the bot at a glance, of everything or of a range.")
            .Answers(typeof(BotSummary)).Takes([.. range, GuildId, Limit]);
        group.MapGet("/embed", EmbedAsync).WithName("DiscordBotEmbed").WithSummary("Shows the summary as an embed that Discord takes.")
            .Answers(typeof(StatsEmbed)).Takes([new("bot_name", "Whose statistics the title says. Absent: Bot."), .. range, GuildId]);
        group.MapPost("/reset", ResetProject.HandleAsync).WithName("DiscordBotReset")
            .WithSummary("Removes all facts of the project that the body names.").Needs(Permission.Administer).Answers(typeof(ResetAnswer)).WithProblems(415, 503);
    }

    private static async Task<IResult> CommandsAsync(Reading reading)
    {
        var (ask, limit) = (Questions(reading, GuildId, ChannelId), LimitOf(reading));
        return reading.Problem ?? Results.Ok(await CommandStatistics.ReadAsync(await ask(), limit));
    }

    private static async Task<IResult> ImagesAsync(Reading reading)
    {
        var (ask, limit) = (Questions(reading), LimitOf(reading));
        return reading.Problem ?? Results.Ok(await ImageStatistics.ReadAsync(await ask(), limit));
    }

    private static async Task<IResult> UsersAsync(Reading reading)
    {
        var (ask, limit) = (Questions(reading, GuildId), LimitOf(reading));
        return reading.Problem ?? Results.Ok(await UserStatistics.ReadAsync(await ask(), limit));
    }

    private static async Task<IResult> SummaryAsync(Reading reading)
    {
        var summary = ReadSummary(reading, LimitOf(reading));
        return reading.Problem ?? Results.Ok(await summary());
    }

    private static async Task<IResult> EmbedAsync(Reading reading)
    {
        var summary = ReadSummary(reading, NamesOfAnEmbed);
        if (reading.Problem is { } problem) return problem;
        return Results.Ok(StatsEmbed.Of(reading.Parameters.Text("bot_name"), await summary(), reading.Now));
    }

    // The parameters are read at once, so that every problem is told; the questions are asked afterwards.
    private static Func<Task<BotSummary>> ReadSummary(Reading reading, int limit)
    {
        var zone = reading.Zone();
        var asked = reading.OptionalRange(zone);
        var range = asked ?? reading.Always(zone);
        var places = Places(reading, GuildId);
        var today = new TimeRange(QueryRange.DaysBefore(reading.Now + 1, 1, zone), QueryRange.EndOfCurrent(null, reading.Now, zone));
        int? days = asked is null || reading.Problem is not null ? null : Calendar.Points(range.Start, range.End, Interval.Day, zone).Count();
        return async () => await BotSummary.ReadAsync(new BotQuestions(await reading.GetStoreAsync(), range, zone, places, reading.Aborted), today, days, limit);
    }

    private static Func<Task<BotQuestions>> Questions(Reading reading, params ReadOnlySpan<QueryParameter> placed)
    {
        var zone = reading.Zone();
        var range = reading.Range(zone);
        var places = Places(reading, placed);
        return async () => new BotQuestions(await reading.GetStoreAsync(), range, zone, places, reading.Aborted);
    }

    private static List<DimensionFilter> Places(Reading reading, params ReadOnlySpan<QueryParameter> placed)
    {
        var places = new List<DimensionFilter>();
        foreach (var parameter in placed)
        {
            if (reading.Parameters.Text(parameter.Name) is null) continue;
            var dimension = parameter == GuildId ? Dimension.Guild : Dimension.Channel;
            if (reading.Parameters.Filter(parameter.Name, dimension, reading.Options) is { } filter) places.Add(filter);
        }
        return places;
    }

    private static int LimitOf(Reading reading) => reading.Parameters.Number("limit", DefaultLimit, 1, MaxLimit);
}
