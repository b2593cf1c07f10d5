using Vitrine.Core.Query;
using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>
/// Which point of a series an hour or a moment belongs to. Hours that a point's boundary cuts belong to none: their facts are read one by one,
/// as <see cref="Edges"/>.
/// </summary>
internal sealed class PointMap
{
    private readonly IReadOnlyList<TimeRange> points;
    private readonly int[] pointOfHour;

    public PointMap(IReadOnlyList<TimeRange> points, HourPhase phase)
    {
        this.points = points;
        var covers = points.Select(point => RangeCover.Of(point, phase.Minutes)).ToList();
        FirstHour = covers.Count == 0 ? 0 : covers[0].FirstHour;
        EndHour = covers.Count == 0 ? 0 : Math.Max(FirstHour, covers[^1].EndHour);
        pointOfHour = new int[EndHour - FirstHour];
        Array.Fill(pointOfHour, -1);
        var edges = new List<TimeRange>();
        for (var point = 0; point < covers.Count; point++)
        {
            for (var hour = covers[point].FirstHour; hour < covers[point].EndHour; hour++) pointOfHour[hour - FirstHour] = point;
            edges.AddRange(covers[point].Edges);
        }

        Edges = Joined(edges);
    }

    /// <summary>Hours [first, end) that the rollups are read for.</summary>
    public long FirstHour { get; }

    public long EndHour { get; }

    /// <summary>Parts of the range that rollups cannot answer; each may reach over a boundary between two points.</summary>
    public IReadOnlyList<TimeRange> Edges { get; }

    /// <summary>The point of a whole hour, or -1.</summary>
    public int OfHour(long hour) => hour >= FirstHour && hour < EndHour ? pointOfHour[hour - FirstHour] : -1;

    /// <summary>The point that holds a moment of the range.</summary>
    public int OfTime(long time)
    {
        int low = 0, high = points.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (points[middle].Start <= time) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private static List<TimeRange> Joined(List<TimeRange> edges)
    {
        var joined = new List<TimeRange>(edges.Count);
        foreach (var edge in edges)
        {
            if (joined.Count > 0 && joined[^1].End == edge.Start) joined[^1] = new TimeRange(joined[^1].Start, edge.End);
            else joined.Add(edge);
        }

        return joined;
    }
}
