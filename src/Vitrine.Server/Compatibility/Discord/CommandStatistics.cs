using System.Text.Json.Serialization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>How commands were used (<c>get_command_stats</c>). Times in seconds, rates from 0 to 1; null where there is nothing to divide.</summary>
/// <param name="Days">Calendar days that the answer is of.</param>
/// <param name="ByGuild">Those with the most commands; a null id stands for commands outside of guilds.</param>
/// <param name="ByChannel">Those with the most commands.</param>
internal sealed record CommandStatistics(
    int Days, long TotalCommands, long Successful, long Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate,
    long UniqueUsers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? P50ExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? P95ExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxExecutionTime,
    IReadOnlyList<PopularCommand> PopularCommands, IReadOnlyList<CommandDay> ByDay, IReadOnlyList<CommandGuild> ByGuild,
    IReadOnlyList<CommandChannel> ByChannel)
{
    public static async Task<CommandStatistics> ReadAsync(BotQuestions ask, int limit)
    {
        var total = ask.TotalAsync(
            FactKind.Command, Measure.Count, Measure.Errors, Measure.Users, Measure.AverageDuration, Measure.P50Duration, Measure.P95Duration, Measure.MaxDuration);
        var popular = ask.MostAsync(FactKind.Command, Dimension.Command, limit, orNone: false, Measure.Errors, Measure.AverageDuration);
        var users = ask.UsersByAsync(FactKind.Command, Dimension.Command);
        var days = ask.DaysAsync(FactKind.Command, Measure.Count, Measure.Errors);
        var guilds = ask.MostAsync(FactKind.Command, Dimension.Guild, limit, orNone: true, Measure.Errors);
        var channels = ask.MostAsync(FactKind.Command, Dimension.Channel, limit, orNone: true, Measure.Errors);
        await Task.WhenAll(total, popular, users, days, guilds, channels);
        var (sums, usersOf) = (await total, await users);
        return new CommandStatistics(
            (await days).Count, sums.Count, sums.Count - sums.Errors, sums.Errors, RateOf(sums), sums.Users, Measure.AverageDuration.Value(sums),
            Measure.P50Duration.Value(sums), Measure.P95Duration.Value(sums), Measure.MaxDuration.Value(sums),
            [.. (await popular).Select(command => new PopularCommand(
                command.Key!, command.Total.Count, RateOf(command.Total), Measure.AverageDuration.Value(command.Total),
                usersOf?.GetValueOrDefault(command.Key!)))],
            [.. (await days).Select(day => new CommandDay(day.Date, day.Sums.Count, RateOf(day.Sums)))],
            [.. (await guilds).Select(guild => new CommandGuild(guild.Key, guild.Total.Count, RateOf(guild.Total)))],
            [.. (await channels).Select(channel => new CommandChannel(channel.Key, channel.Total.Count, RateOf(channel.Total)))]);
    }

    /// <summary>The part of the commands that succeeded.</summary>
    public static decimal? RateOf(MeasureSums sums) => 1 - Measure.ErrorRate.Value(sums);
}

/// <summary>A command among the most used.</summary>
/// <param name="UniqueUsers">Null where counting them would need more facts than the budget of a question allows.</param>
internal sealed record PopularCommand(
    string CommandName, long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? UniqueUsers);

/// <summary>The commands of a day.</summary>
internal sealed record CommandDay(string Date, long Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate);

/// <summary>The commands of a guild.</summary>
internal sealed record CommandGuild(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? GuildId, long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate);

/// <summary>The commands of a channel.</summary>
internal sealed record CommandChannel(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ChannelId, long Count,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate);
