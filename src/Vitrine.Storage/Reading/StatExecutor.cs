using System.Numerics;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>Answers the one query from rollups, user sets, day counts or facts, as its plan says.</summary>
internal sealed class StatExecutor
{
    private readonly Snapshot snapshot;
    private readonly StatQuery query;
    private readonly QueryPlan plan;
    private readonly IReadOnlyList<TimeRange> points;
    private readonly PointMap map;
    private readonly SeriesTable table;
    private readonly IReadOnlyList<ResolvedFilter> filters;

    // Facts of several LoRAs stand in several series: the whole is counted apart.
    private readonly MeasureSums[]? whole;
    private readonly Dictionary<long, long> promptKeys = [];
    private DistinctUsers? distinct;

    public StatExecutor(Snapshot snapshot, StatQuery query)
    {
        this.snapshot = snapshot;
        this.query = query;
        plan = Planner.Plan(query);
        points = Calendar.Points(query);
        map = new PointMap(points, snapshot.Phase);
        table = new SeriesTable(points.Count, plan.NeedsDurations);
        filters = [.. query.Filters.Select(filter => ResolvedFilter.From(snapshot, filter))];
        if (query.By == Dimension.Lora) whole = [.. points.Select(_ => table.New())];
    }

    public StatResult Execute()
    {
        if (filters.All(filter => !filter.IsEmpty)) Fill();
        return new SeriesAnswer(snapshot, query, plan, points, table, distinct, promptKeys).Build(whole);
    }

    private void Fill()
    {
        switch (plan.Source)
        {
            case PlanSource.Rollup when query.Kind == FactKind.Conversation:
                FillConversations();
                break;
            case PlanSource.Rollup:
                FillFromRollups(query.Kind!.Value, plan.Dimension, Target);
                if (whole is not null) FillFromRollups(query.Kind.Value, Dimension.None, (_, point) => whole[point]);
                break;
            case PlanSource.ByUser when query is { Interval: null, Top: { } top } && query.Measures.All(measure => measure == Measure.Count):
                new TopUsers(snapshot, query.Kind!.Value, new TimeRange(query.From, query.To)).Fill(table, top);
                break;
            case PlanSource.ByUser when !plan.NeedsDurations && !plan.NeedsUsers && !plan.NeedsNewUsers:
                FillByUser(query.Kind!.Value);
                break;
            case PlanSource.ByUser or PlanSource.Facts:
                FillFromFacts(query.Kind!.Value);
                break;
            default:
                break;
        }
    }

    private MeasureSums? Target(long key, int point)
    {
        if (filters.Count > 0 && filters.Any(filter => !filter.Keys.Contains(key))) return null;
        return table.At(query.By == Dimension.None ? 0 : key, point);
    }

    private void FillFromRollups(FactKind kind, Dimension dimension, Func<long, int, MeasureSums?> target)
    {
        ReadCells(kind, dimension, target);
        if (plan.NeedsDurations)
        {
            var nowhere = new QuantileSketch();
            HistogramBlob.Read(
                snapshot.Connection, RollupIds.Cell(kind, dimension, map.FirstHour, 0), RollupIds.Cell(kind, dimension, map.EndHour, 0),
                (hour, key) => map.OfHour(hour) is >= 0 and var point && target(key, point) is { } sums ? sums.Durations! : nowhere);
        }

        var slots = FactTable.Of(kind);
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind == kind && map.OfHour(snapshot.Phase.HourOf(fact.Time)) is >= 0 and var point) AddToKeys(slots, dimension, fact, point, target);
        });

        var scan = FactScan.Of(slots, [dimension], figures: true, user: false, prompt: false);
        var reader = new FactReader(snapshot, slots, scan, []);
        foreach (var edge in map.Edges) reader.Read(edge, (in fact) => AddToKeys(slots, dimension, fact, map.OfTime(fact.Time), target));
    }

    private void ReadCells(FactKind kind, Dimension dimension, Func<long, int, MeasureSums?> target)
    {
        void Visit(long hour, long key, MeasureSums cell)
        {
            if (map.OfHour(hour) is >= 0 and var point) target(key, point)?.Add(cell);
        }

        if (filters is [{ Keys.Count: 1 }] && dimension != Dimension.None)
        {
            var (first, end) = HourPruning.Occupied(snapshot, kind, map.FirstHour, map.EndHour);
            CellTable.ReadKey(snapshot.Connection, kind, dimension, filters[0].Keys[0], first, end, Visit);
        }
        else
        {
            CellTable.Read(snapshot.Connection, kind, dimension, map.FirstHour, map.EndHour, Visit);
        }
    }

    private void AddToKeys(FactTable slots, Dimension dimension, in StoredFact fact, int point, Func<long, int, MeasureSums?> target)
    {
        if (dimension == Dimension.Lora)
        {
            foreach (var lora in snapshot.Loras.Of(snapshot.Connection, fact.Dimensions[slots.SlotOf(dimension)])) Add(fact, target(lora, point));
        }
        else
        {
            Add(fact, target(KeyOf(slots, dimension, fact), point));
        }
    }

    private static void Add(in StoredFact fact, MeasureSums? sums)
    {
        if (sums is not null) fact.AddTo(sums);
    }

    private static long KeyOf(FactTable slots, Dimension dimension, in StoredFact fact) => dimension switch
    {
        Dimension.None => 0,
        Dimension.User => fact.User,
        Dimension.Prompt => fact.PromptHash,
        _ => fact.Dimensions[slots.SlotOf(dimension)],
    };

    private void FillByUser(FactKind kind)
    {
        var slots = FactTable.Of(kind);
        var reader = new FactReader(snapshot, slots, FactScan.Of(slots, [], figures: true, user: true, prompt: false), []);
        var byUser = new MeasureSums?[1024];
        for (var point = 0; point < points.Count; point++)
        {
            var cover = RangeCover.Of(points[point], snapshot.Phase.Minutes);
            Array.Clear(byUser);
            MeasureSums Of(int user)
            {
                if (user >= byUser.Length) Array.Resize(ref byUser, (int)BitOperations.RoundUpToPowerOf2((uint)user + 1));
                return byUser[user] ??= table.New();
            }

            UserCountTable.Read(snapshot.Connection, kind, cover.FirstHour, cover.EndHour, Of);
            snapshot.Tail.ForEach((in fact) =>
            {
                if (fact.Kind == kind && snapshot.Phase.HourOf(fact.Time) is var hour && hour >= cover.FirstHour && hour < cover.EndHour) fact.AddTo(Of(fact.User));
            });
            foreach (var edge in cover.Edges) reader.Read(edge, (in fact) => fact.AddTo(Of(fact.User)));
            for (var user = 0; user < byUser.Length; user++)
            {
                if (byUser[user] is { } sums) table.Put(user, point, sums);
            }
        }
    }

    private void FillFromFacts(FactKind kind)
    {
        var slots = FactTable.Of(kind);
        if (plan.NeedsUsers || plan.NeedsNewUsers) distinct = new DistinctUsers(points, plan.NeedsNewUsers ? ActiveUsers.FirstSeenFrom(snapshot, query.From) : []);
        HashSet<(int User, long Prompt)>? seen = plan.NeedsRepeats ? [] : null;
        var dimensions = query.Filters.Select(filter => filter.Dimension).Append(query.By).ToHashSet();
        var scan = FactScan.Of(
            slots, dimensions, figures: true,
            user: distinct is not null || plan.NeedsRepeats || dimensions.Contains(Dimension.User),
            prompt: plan.NeedsRepeats || dimensions.Contains(Dimension.Prompt));

        // A repeat repeats what came before it anywhere in the range, so all its facts are looked at and the filter applied afterwards.
        var reader = new FactReader(snapshot, slots, scan, seen is null ? filters : []);
        reader.Read(new TimeRange(query.From, query.To), (in fact) =>
        {
            var isRepeat = seen is not null && fact.User != 0 && fact.PromptHash != 0 && !seen.Add((fact.User, fact.PromptHash));
            if (seen is not null && !MatchesAll(slots, fact)) return;
            var point = map.OfTime(fact.Time);
            if (query.By == Dimension.Prompt) promptKeys.TryAdd(fact.PromptHash, fact.Key);
            if (whole is not null) AddFact(fact, whole[point], isRepeat);
            if (query.By == Dimension.Lora)
            {
                foreach (var lora in snapshot.Loras.Of(snapshot.Connection, fact.Dimensions[slots.SlotOf(query.By)])) AddKey(fact, lora, point, isRepeat);
            }
            else
            {
                AddKey(fact, KeyOf(slots, query.By, fact), point, isRepeat);
            }
        });
    }

    private void AddKey(in StoredFact fact, long key, int point, bool isRepeat)
    {
        AddFact(fact, table.At(key, point), isRepeat);
        if (fact.User != 0) distinct?.Add(key, point, fact.User);
    }

    private static void AddFact(in StoredFact fact, MeasureSums sums, bool isRepeat)
    {
        fact.AddTo(sums);
        if (isRepeat) sums.Repeats++;
    }

    private bool MatchesAll(FactTable slots, in StoredFact fact)
    {
        foreach (var filter in filters)
        {
            if (!filter.Matches(slots, fact)) return false;
        }

        return true;
    }

    private void FillConversations()
    {
        CellTable.Read(snapshot.Connection, FactKind.Conversation, Dimension.None, map.FirstHour, map.EndHour, (hour, _, cell) =>
        {
            if (map.OfHour(hour) is >= 0 and var point) table.At(0, point).Add(cell);
        });
        foreach (var edge in map.Edges)
        {
            var select = snapshot.Connection.Prepare("select created_at from conversation where created_at >= ?1 and created_at < ?2")
                .Bind(1, edge.Start).Bind(2, edge.End);
            while (select.Step())
            {
                snapshot.Spend();
                table.At(0, map.OfTime(select.Long(0))).Count++;
            }

            select.Reset();
        }
    }
}
