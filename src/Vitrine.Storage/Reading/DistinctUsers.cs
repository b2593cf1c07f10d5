namespace Vitrine.Storage.Reading;

/// <summary>Distinct users by key and point, while facts are read one by one.</summary>
internal sealed class DistinctUsers(int points)
{
    private readonly HashSet<(long Key, int Point, int User)> seen = [];

    public void Add(long key, int point, int user) => seen.Add((key, point, user));

    /// <summary>Users of some keys, point by point and over the whole range.</summary>
    public (long[] Points, long Total) Count(Func<long, bool> isMember)
    {
        var byPoint = new HashSet<(int Point, int User)>();
        var total = new HashSet<int>();
        foreach (var (key, point, user) in seen)
        {
            if (!isMember(key)) continue;
            byPoint.Add((point, user));
            total.Add(user);
        }

        var counts = new long[points];
        foreach (var (point, _) in byPoint) counts[point]++;
        return (counts, total.Count);
    }

    /// <summary>Users of each key, point by point and over the whole range, in one pass.</summary>
    public Dictionary<long, (long[] Points, long Total)> CountByKey()
    {
        var byKey = new Dictionary<long, (long[] Points, long Total)>();
        var totals = new HashSet<(long Key, int User)>();
        foreach (var (key, point, user) in seen)
        {
            if (!byKey.TryGetValue(key, out var counts)) counts = (new long[points], 0);
            counts.Points[point]++;
            if (totals.Add((key, user))) counts.Total++;
            byKey[key] = counts;
        }

        return byKey;
    }
}
