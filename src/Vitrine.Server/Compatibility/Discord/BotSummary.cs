using System.Text.Json.Serialization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>The bot at a glance (<c>get_summary_stats</c>), of everything or of some days. Times in seconds, rates from 0 to 1.</summary>
/// <param name="Days">Calendar days that the answer is of; null for everything.</param>
/// <param name="TotalImages">Null where guilds are asked about: images carry none, and the other numbers of images are absent, too.</param>
/// <param name="SuccessRate">Of commands.</param>
/// <param name="TopUsers">By commands.</param>
/// <param name="Today">The current day of the zone.</param>
internal sealed record BotSummary(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Days,
    long TotalCommands,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? TotalImages,
    long TotalActivities, long UniqueUsers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? SuccessRate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime,
    IReadOnlyList<UsedCommand> PopularCommands, IReadOnlyList<UsedResolution> PopularResolutions, IReadOnlyList<BotUser> TopUsers, BotToday Today)
{
    public static async Task<BotSummary> ReadAsync(BotQuestions ask, TimeRange today, int? days, int limit)
    {
        var users = ask.ActiveUsersAsync(byDay: false);
        var commands = ask.TotalAsync(FactKind.Command, Measure.Count, Measure.Errors, Measure.AverageDuration);
        var activities = ask.TotalAsync(FactKind.Activity, Measure.Count);
        var images = ImagesAsync(ask, Measure.Count, Measure.AverageDuration);
        var popular = ask.MostAsync(FactKind.Command, Dimension.Command, limit, orNone: false);
        var resolutions = ask.IsOfPlaces ? Task.FromResult<IReadOnlyList<StatSeries>>([]) : ask.MostAsync(FactKind.Image, Dimension.Resolution, limit, orNone: false);
        var top = ask.TopUsersAsync(FactKind.Command, limit);
        var now = TodayAsync(ask.Of(today));
        await Task.WhenAll(users, commands, activities, images, popular, resolutions, top, now);
        var (command, image) = (await commands, await images);
        return new BotSummary(
            days, command.Count, image?.Count, (await activities).Count, (await users).Active, CommandStatistics.RateOf(command),
            Measure.AverageDuration.Value(command), image is null ? null : Measure.AverageDuration.Value(image),
            [.. (await popular).Select(one => new UsedCommand(one.Key!, one.Total.Count))],
            [.. (await resolutions).Select(one => new UsedResolution(one.Key!, one.Total.Count))],
            await top, await now);
    }

    private static async Task<BotToday> TodayAsync(BotQuestions ask)
    {
        var users = ask.ActiveUsersAsync(byDay: false);
        var commands = ask.TotalAsync(FactKind.Command, Measure.Count);
        var images = ImagesAsync(ask, Measure.Count);
        await Task.WhenAll(users, commands, images);
        return new BotToday((await commands).Count, (await images)?.Count, (await users).Active, (await users).New);
    }

    private static async Task<MeasureSums?> ImagesAsync(BotQuestions ask, params Measure[] measures) =>
        ask.IsOfPlaces ? null : await ask.TotalAsync(FactKind.Image, measures);
}

/// <summary>A command and how often it was used.</summary>
internal sealed record UsedCommand(string CommandName, long Count);

/// <summary>A resolution and how often it was used.</summary>
internal sealed record UsedResolution(string Resolution, long Count);

/// <summary>The numbers of today.</summary>
internal sealed record BotToday(
    long TotalCommands, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? TotalImages, long UniqueUsers, long NewUsers);
