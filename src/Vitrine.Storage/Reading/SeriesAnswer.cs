using Vitrine.Core.Query;

namespace Vitrine.Storage.Reading;

/// <summary>Turns collected sums into the answer: the top series with their names, the rest as one, distinct users filled in.</summary>
internal sealed class SeriesAnswer(
    Snapshot snapshot, StatQuery query, QueryPlan plan, IReadOnlyList<TimeRange> points, SeriesTable table, DistinctUsers? distinct,
    IReadOnlyDictionary<long, long> promptKeys)
{
    private readonly SeriesLabels labels = new(snapshot, query, promptKeys);

    /// <param name="whole">Sums of all facts by point, where the series do not add up to them.</param>
    public StatResult Build(MeasureSums[]? whole)
    {
        var wholePoints = whole ?? [.. points.Select((_, point) => Sum(table.Series.Values.Select(series => series[point])))];
        var total = table.Total(wholePoints);
        FillUsers(total, wholePoints);
        var starts = query.Interval is null ? [] : points.Select(point => point.Start).ToArray();
        return new StatResult(total, query.By == Dimension.None ? [Ungrouped(total, wholePoints)] : Grouped(wholePoints, total), starts);
    }

    private StatSeries Ungrouped(MeasureSums total, MeasureSums[] wholePoints) =>
        new(null, null, IsOther: false, total, query.Interval is null ? [] : wholePoints);

    private List<StatSeries> Grouped(MeasureSums[] wholePoints, MeasureSums total)
    {
        var users = distinct?.CountByKey();
        var ranked = table.Series.Where(series => series.Key != SeriesTable.Rest).Select(series => (series.Key, Points: series.Value, Total: table.Total(series.Value))).ToList();
        foreach (var (key, sums, sum) in ranked)
        {
            if (users is not null) SetUsers(sum, sums, users.GetValueOrDefault(key));
            else if (query.By == Dimension.User && key != 0) SetOneUser(sum, sums);
            SetActiveUsers(sum, sums, total, wholePoints);
        }

        var top = Top(ranked);
        var shown = top.Select(series => Named(series.Key, series.Total, series.Points)).ToList();
        if (top.Count < ranked.Count || table.Series.ContainsKey(SeriesTable.Rest)) shown.Add(Rest(ranked, top.Select(series => series.Key).ToHashSet(), total, wholePoints));
        return shown;
    }

    // A heap of the best so far: most of many thousand series are passed over at a glance.
    private List<(long Key, MeasureSums[] Points, MeasureSums Total)> Top(List<(long Key, MeasureSums[] Points, MeasureSums Total)> ranked)
    {
        var limit = Math.Min(query.Top ?? int.MaxValue, ranked.Count);
        var best = new PriorityQueue<int, (decimal Value, long Order)>(limit + 1);
        for (var index = 0; index < ranked.Count; index++)
        {
            var rank = (query.Measures[0].Value(ranked[index].Total) ?? decimal.MinValue, -ranked[index].Key);
            if (best.Count < limit) best.Enqueue(index, rank);
            else if (limit > 0) best.EnqueueDequeue(index, rank);
        }

        var top = new List<(long Key, MeasureSums[] Points, MeasureSums Total)>(limit);
        while (best.TryDequeue(out var index, out _)) top.Add(ranked[index]);
        top.Reverse();
        return top;
    }

    private StatSeries Named(long key, MeasureSums total, MeasureSums[] sums)
    {
        var (name, label) = labels.Of(key);
        return new StatSeries(name, label, IsOther: false, total, query.Interval is null ? [] : sums);
    }

    private StatSeries Rest(
        List<(long Key, MeasureSums[] Points, MeasureSums Total)> ranked, HashSet<long> top, MeasureSums total, MeasureSums[] wholePoints)
    {
        var rest = ranked.Where(series => !top.Contains(series.Key)).ToList();
        var summed = table.Series.GetValueOrDefault(SeriesTable.Rest);
        MeasureSums[] sums = [.. points.Select((_, point) => Sum(rest.Select(series => series.Points[point]).Concat(summed is null ? [] : [summed[point]])))];
        var sum = table.Total(sums);
        if (distinct is not null) SetUsers(sum, sums, distinct.Count(key => !top.Contains(key)));
        else if (query.By == Dimension.User) sum.Users = rest.Count(series => series.Key != 0);
        SetActiveUsers(sum, sums, total, wholePoints);
        return new StatSeries(NameTableOther, NameTableOther, IsOther: true, sum, query.Interval is null ? [] : sums);
    }

    private const string NameTableOther = Writing.NameTable.Other;

    private MeasureSums Sum(IEnumerable<MeasureSums> parts)
    {
        var sum = table.New();
        foreach (var part in parts) sum.Add(part);
        return sum;
    }

    private void FillUsers(MeasureSums total, MeasureSums[] wholePoints)
    {
        var range = new TimeRange(query.From, query.To);
        if (distinct is not null) SetUsers(total, wholePoints, distinct.Count(_ => true));
        else if (plan.NeedsUsers && query.Filters.Count == 0) SetEach(total, wholePoints, range, part => ActiveUsers.In(snapshot, query.Kind, part).Count, (sums, count) => sums.Users = count);
        if (plan.NeedsNewUsers && distinct is null && query.Filters.Count == 0) SetEach(total, wholePoints, range, part => ActiveUsers.NewIn(snapshot, query.Kind, part), (sums, count) => sums.NewUsers = count);
        if (plan.NeedsActiveUsers) SetEach(total, wholePoints, range, part => ActiveUsers.In(snapshot, null, part).Count, (sums, count) => sums.ActiveUsers = count);
    }

    private void SetEach(MeasureSums total, MeasureSums[] wholePoints, TimeRange range, Func<TimeRange, long> count, Action<MeasureSums, long> set)
    {
        set(total, count(range));
        // One point is the total itself.
        if (points.Count == 1) return;
        for (var point = 0; point < points.Count; point++) set(wholePoints[point], count(points[point]));
    }

    private static void SetUsers(MeasureSums total, MeasureSums[] sums, UserTallies? users)
    {
        if (users is null) return;
        users.Total.Fill(total);
        for (var point = 0; point < sums.Length; point++) users.Points[point].Fill(sums[point]);
    }

    private static void SetOneUser(MeasureSums total, MeasureSums[] sums)
    {
        total.Users = 1;
        foreach (var point in sums) point.Users = Math.Min(1, point.Count);
    }

    private static void SetActiveUsers(MeasureSums sum, MeasureSums[] sums, MeasureSums total, MeasureSums[] wholePoints)
    {
        sum.ActiveUsers = total.ActiveUsers;
        for (var point = 0; point < sums.Length; point++) sums[point].ActiveUsers = wholePoints[point].ActiveUsers;
    }
}
