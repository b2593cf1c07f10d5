using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Compares the stored rollups of some days with those of counted facts.</summary>
internal static class RollupDays
{
    /// <summary>After the last day that a rollup key can hold.</summary>
    public const long End = (1L << 22) / 24;

    public static IEnumerable<string> Compare(SqliteConnection connection, FactKind kind, long firstDay, long endDay, RollupDeltas counted)
    {
        var differences = new List<string>();
        CompareCells(connection, kind, firstDay * 24, endDay * 24, counted, differences);
        CompareSets(connection, kind, firstDay, endDay, counted, differences);
        var userCounts = counted.UserCounts;
        CompareUserCounts(connection, kind, 0, firstDay * 24, endDay * 24, userCounts, differences);
        CompareUserCounts(connection, kind, 1, firstDay, endDay, userCounts, differences);
        return differences;
    }

    private static void CompareCells(
        SqliteConnection connection, FactKind kind, long firstHour, long endHour, RollupDeltas counted, List<string> differences)
    {
        var missing = counted.Cells.Keys.ToHashSet();
        foreach (var dimension in FactSchema.Of(kind).Dimensions.Select(field => field.Dimension).Prepend(Dimension.None))
        {
            CellTable.Read(connection, kind, dimension, firstHour, endHour, (hour, key, kept) =>
            {
                var id = RollupIds.Cell(kind, dimension, hour, key);
                missing.Remove(id);
                if (!Same(kept, counted.Cells.GetValueOrDefault(id))) differences.Add($"cell {dimension} {key} of hour {hour} differs");
            });
            var sketches = new Dictionary<(long Hour, long Key), QuantileSketch>();
            HistogramBlob.Read(connection, RollupIds.Cell(kind, dimension, firstHour, 0), RollupIds.Cell(kind, dimension, endHour, 0),
                (hour, key) => sketches[(hour, key)] = new QuantileSketch());
            foreach (var ((hour, key), sketch) in sketches)
            {
                var expected = counted.Cells.GetValueOrDefault(RollupIds.Cell(kind, dimension, hour, key))?.Durations;
                if (expected is null || !expected.Buckets().SequenceEqual(sketch.Buckets())) differences.Add($"histogram {dimension} {key} of hour {hour} differs");
            }
        }

        differences.AddRange(missing.Select(id => $"cell {id} of hour {RollupIds.HourOf(id)} is missing"));
    }

    private static void CompareSets(
        SqliteConnection connection, FactKind kind, long firstDay, long endDay, RollupDeltas counted, List<string> differences)
    {
        var missing = counted.UserSets.Keys.ToHashSet();
        foreach (var (level, first, end) in new[] { (0, firstDay * 24, endDay * 24), (1, firstDay, endDay) })
        {
            var select = connection.Prepare("select id, users from user_set where id >= ?1 and id < ?2")
                .Bind(1, RollupIds.UserSet(kind, level, first, 0)).Bind(2, RollupIds.UserSet(kind, level, end, 0));
            while (select.Step())
            {
                var id = select.Long(0);
                missing.Remove(id);
                if (!select.Bytes(1).SequenceEqual(counted.UserSets.GetValueOrDefault(id)?.Chunk(0))) differences.Add($"user set {id} differs");
            }

            select.Reset();
        }

        differences.AddRange(missing.Select(id => $"user set {id} is missing"));
    }

    private static void CompareUserCounts(
        SqliteConnection connection, FactKind kind, int level, long first, long end, IReadOnlyDictionary<long, MeasureSums> counted,
        List<string> differences)
    {
        // Periods are compared together: their users add up.
        var expected = new Dictionary<int, MeasureSums>();
        foreach (var (id, sums) in counted.Where(count => RollupIds.LevelOf(count.Key) == level)) Of(expected, (int)RollupIds.KeyOf(id)).Add(sums);
        var kept = new Dictionary<int, MeasureSums>();
        UserCountTable.ReadLevel(connection, kind, level, first, end, user => Of(kept, user));
        foreach (var user in expected.Keys.Union(kept.Keys))
        {
            if (!Same(Of(kept, user), Of(expected, user))) differences.Add($"user {user} in periods {first} to {end - 1} of level {level} differs");
        }
    }

    private static MeasureSums Of(Dictionary<int, MeasureSums> sums, int user)
    {
        if (!sums.TryGetValue(user, out var found)) sums.Add(user, found = new MeasureSums());
        return found;
    }

    private static bool Same(MeasureSums kept, MeasureSums? counted) =>
        counted is not null && kept.Count == counted.Count && kept.Errors == counted.Errors && kept.DurationCount == counted.DurationCount
        && kept.DurationSum == counted.DurationSum && kept.DurationMax == counted.DurationMax && kept.InputTokens == counted.InputTokens
        && kept.OutputTokens == counted.OutputTokens && kept.Cost == counted.Cost && kept.Bytes == counted.Bytes;
}
