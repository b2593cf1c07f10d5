using Vitrine.Core.Query;

namespace Vitrine.Storage.Reading;

/// <summary>How many users, and how many of them first seen in the same time.</summary>
internal struct UserTally
{
    public long Users;
    public long NewUsers;

    public readonly void Fill(MeasureSums sums)
    {
        sums.Users = Users;
        sums.NewUsers = NewUsers;
    }
}

/// <summary>Users point by point and over the whole range, each counted once in each.</summary>
internal sealed class UserTallies(int points)
{
    public UserTally Total;

    public UserTally[] Points { get; } = new UserTally[points];
}

/// <summary>Distinct users by key and point, while facts are read one by one.</summary>
/// <param name="points">The points of the series.</param>
/// <param name="firstSeen">When users were first seen; those seen before the range may be missing.</param>
internal sealed class DistinctUsers(IReadOnlyList<TimeRange> points, IReadOnlyDictionary<int, long> firstSeen)
{
    private readonly HashSet<(long Key, int Point, int User)> seen = [];

    public void Add(long key, int point, int user) => seen.Add((key, point, user));

    /// <summary>Users of some keys together.</summary>
    public UserTallies Count(Func<long, bool> isMember)
    {
        var together = new DistinctUsers(points, firstSeen);
        foreach (var (key, point, user) in seen)
        {
            if (isMember(key)) together.Add(0, point, user);
        }

        return together.CountByKey().GetValueOrDefault(0) ?? new UserTallies(points.Count);
    }

    /// <summary>Users of each key.</summary>
    public Dictionary<long, UserTallies> CountByKey()
    {
        var byKey = new Dictionary<long, UserTallies>();
        var totals = new HashSet<(long Key, int User)>();
        foreach (var (key, point, user) in seen)
        {
            if (!byKey.TryGetValue(key, out var tallies)) byKey.Add(key, tallies = new UserTallies(points.Count));
            Add(ref tallies.Points[point], user, points[point].Start);
            if (totals.Add((key, user))) Add(ref tallies.Total, user, points[0].Start);
        }

        return byKey;
    }

    private void Add(ref UserTally tally, int user, long start)
    {
        tally.Users++;
        if (firstSeen.TryGetValue(user, out var time) && time >= start) tally.NewUsers++;
    }
}
