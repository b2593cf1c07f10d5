using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>What the bot asks in one request: each question is of the same range, zone, guilds and channels.</summary>
internal sealed class BotQuestions(
    IFactStore store, TimeRange range, DateTimeZone zone, IReadOnlyList<DimensionFilter> places, CancellationToken cancellationToken)
{
    /// <summary>True where only some guilds or channels are asked about. Images carry neither, so nothing is known of theirs.</summary>
    public bool IsOfPlaces => places.Count > 0;

    /// <summary>The same questions about another range.</summary>
    public BotQuestions Of(TimeRange other) => new(store, other, zone, places, cancellationToken);

    public async Task<MeasureSums> TotalAsync(FactKind? kind, params Measure[] measures) => (await AskAsync(Query(kind, measures))).Total;

    /// <summary>The keys of a dimension with the most facts, most first.</summary>
    /// <param name="orNone">Facts that have no key are a series, too, with a null key.</param>
    public async Task<IReadOnlyList<StatSeries>> MostAsync(FactKind kind, Dimension by, int limit, bool orNone, params Measure[] measures)
    {
        // One more for those without a key, whose rank is not known before.
        var answer = await AskAsync(Query(kind, [Measure.Count, .. measures]) with { By = by, Top = limit + 1 });
        return [.. answer.Series.Where(series => !series.IsOther && series.Total.Count > 0 && (orNone || series.Key is not null)).Take(limit)];
    }

    /// <summary>A day each, oldest first.</summary>
    public async Task<IReadOnlyList<(string Date, MeasureSums Sums)>> DaysAsync(FactKind? kind, params Measure[] measures)
    {
        var answer = await AskAsync(Query(kind, measures) with { Interval = Interval.Day });
        return [.. answer.PointStarts.Select((start, day) => (DateOf(start), answer.Series[0].Points[day]))];
    }

    /// <summary>Distinct users by key. Null where that would need more facts than the budget of a question allows.</summary>
    public async Task<IReadOnlyDictionary<string, long>?> UsersByAsync(FactKind kind, Dimension by)
    {
        try
        {
            var answer = await AskAsync(Query(kind, Measure.Users) with { By = by });
            return answer.Series.Where(series => series.Key is not null).ToDictionary(series => series.Key!, series => series.Total.Users, StringComparer.Ordinal);
        }
        catch (QueryBudgetException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<BotUser>> TopUsersAsync(FactKind kind, int limit)
    {
        var top = await MostAsync(kind, Dimension.User, limit, orNone: false);
        var users = await Task.WhenAll(top.Select(series => store.FindUserAsync(series.Key!, cancellationToken)));
        return [.. top.Select((series, index) => new BotUser(series.Key!, users[index]?.Username, series.Total.Count))];
    }

    /// <summary>Who was active, in all and by day. In a guild: by commands and activities, which are what names one.</summary>
    public async Task<ActiveUsers> ActiveUsersAsync(bool byDay)
    {
        if (!IsOfPlaces)
        {
            var total = TotalAsync(null, Measure.Users, Measure.NewUsers);
            var days = byDay ? await DaysAsync(null, Measure.Users, Measure.NewUsers) : [];
            return new ActiveUsers((await total).Users, (await total).NewUsers, [.. days.Select(day => new BotUserDay(day.Date, day.Sums.Users, day.Sums.NewUsers))]);
        }
        var answers = await Task.WhenAll(Of(FactKind.Command), Of(FactKind.Activity));
        var (active, fresh) = Distinct(answers, series => series.Total);
        return new ActiveUsers(active, fresh, [.. answers[0].PointStarts.Select((start, day) =>
        {
            var (onDay, freshOnDay) = Distinct(answers, series => series.Points[day]);
            return new BotUserDay(DateOf(start), onDay, freshOnDay);
        })]);

        Task<StatResult> Of(FactKind kind) =>
            AskAsync(Query(kind, Measure.Users, Measure.NewUsers) with { By = Dimension.User, Interval = byDay ? Interval.Day : null });
    }

    private static (long Active, long New) Distinct(StatResult[] answers, Func<StatSeries, MeasureSums> part)
    {
        var sums = answers.SelectMany(answer => answer.Series).Where(series => series.Key is not null && part(series).Users > 0).ToList();
        return (
            sums.Select(series => series.Key).Distinct(StringComparer.Ordinal).Count(),
            sums.Where(series => part(series).NewUsers > 0).Select(series => series.Key).Distinct(StringComparer.Ordinal).Count());
    }

    private StatQuery Query(FactKind? kind, params Measure[] measures) => new()
    {
        Kind = kind,
        Measures = measures,
        Filters = places,
        From = range.Start,
        To = range.End,
        Zone = zone,
    };

    private Task<StatResult> AskAsync(StatQuery query) => store.QueryAsync(query, cancellationToken);

    private string DateOf(long start) => NodaTime.Text.LocalDatePattern.Iso.Format(Calendar.DateOf(start, zone));
}

/// <summary>How many users were active in a range and first seen in it.</summary>
internal sealed record ActiveUsers(long Active, long New, IReadOnlyList<BotUserDay> Days);
