using System.Text.Json.Serialization;
using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Server.Query;

/// <summary>A day's numbers. Durations in seconds.</summary>
/// <param name="Date">In the asked time zone.</param>
/// <param name="TotalUsers">Users ever seen up to the end of the day.</param>
/// <param name="TotalConversations">Created on the day; the other totals count the day's facts, too.</param>
/// <param name="UniqueUsers">The same as <paramref name="ActiveUsers"/>.</param>
/// <param name="AvgResponseTime">Of messages; null where none carries one.</param>
/// <param name="AvgGenerationTime">Of images.</param>
/// <param name="ErrorCount">Failed API calls, images and commands.</param>
/// <param name="PopularCommands">The five most used, with how often.</param>
/// <param name="PopularResolutions">The five most used, with how often.</param>
internal sealed record DailyStatistics(
    string Date, long TotalUsers, long ActiveUsers, long NewUsers, long TotalConversations, long TotalMessages, long TotalApiCalls,
    long TotalCommands, long TotalImages, long UniqueUsers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgResponseTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime,
    long ErrorCount, IReadOnlyDictionary<string, long> PopularCommands, IReadOnlyDictionary<string, long> PopularResolutions)
{
    private const int Popular = 5;

    /// <summary>The days of a range, oldest first.</summary>
    public static async Task<IReadOnlyList<DailyStatistics>> ReadAsync(
        IFactStore store, TimeRange range, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var earlier = range.Start <= FactTime.Earliest
            ? Task.FromResult<StatResult?>(null)
            : AskAsync(Query(null, Measure.NewUsers) with { From = FactTime.Earliest, To = range.Start, Interval = null });
        var users = AskAsync(Query(null, Measure.Users, Measure.NewUsers));
        var conversations = AskAsync(Query(FactKind.Conversation, Measure.Count));
        var messages = AskAsync(Query(FactKind.Message, Measure.Count, Measure.AverageDuration));
        var calls = AskAsync(Query(FactKind.ApiCall, Measure.Count, Measure.Errors));
        var images = AskAsync(Query(FactKind.Image, Measure.Count, Measure.Errors, Measure.AverageDuration));
        var commands = AskAsync(Query(FactKind.Command, Measure.Count, Measure.Errors));
        var commandNames = AskAsync(Query(FactKind.Command, Measure.Count) with { By = Dimension.Command });
        var resolutions = AskAsync(Query(FactKind.Image, Measure.Count) with { By = Dimension.Resolution });
        await Task.WhenAll(earlier, users, conversations, messages, calls, images, commands, commandNames, resolutions);

        var totalUsers = (await earlier)?.Total.NewUsers ?? 0;
        var starts = (await users)!.PointStarts;
        var days = new List<DailyStatistics>(starts.Count);
        for (var day = 0; day < starts.Count; day++)
        {
            var (user, message, call, image, command) =
                (await PointAsync(users, day), await PointAsync(messages, day), await PointAsync(calls, day), await PointAsync(images, day), await PointAsync(commands, day));
            totalUsers += user.NewUsers;
            days.Add(new DailyStatistics(
                NodaTime.Text.LocalDatePattern.Iso.Format(Calendar.DateOf(starts[day], zone)), totalUsers, user.Users, user.NewUsers,
                (await PointAsync(conversations, day)).Count, message.Count, call.Count, command.Count, image.Count, user.Users,
                Measure.AverageDuration.Value(message), Measure.AverageDuration.Value(image), call.Errors + image.Errors + command.Errors,
                MostUsed((await commandNames)!, day), MostUsed((await resolutions)!, day)));
        }
        return days;

        StatQuery Query(FactKind? kind, params Measure[] measures) =>
            new() { Kind = kind, Measures = measures, From = range.Start, To = range.End, Zone = zone, Interval = Interval.Day };

        async Task<StatResult?> AskAsync(StatQuery query) => await store.QueryAsync(query, cancellationToken);
    }

    private static async Task<MeasureSums> PointAsync(Task<StatResult?> result, int day) => (await result)!.Series[0].Points[day];

    private static Dictionary<string, long> MostUsed(StatResult result, int day) => result.Series
        .Where(series => series is { Key: not null, IsOther: false } && series.Points[day].Count > 0)
        .OrderByDescending(series => series.Points[day].Count).ThenBy(series => series.Key, StringComparer.Ordinal).Take(Popular)
        .ToDictionary(series => series.Key!, series => series.Points[day].Count);
}
