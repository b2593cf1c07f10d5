using System.Runtime.InteropServices;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Reading;

/// <summary>Sums by key and point while a question is being answered.</summary>
internal sealed class SeriesTable(int points, bool durations)
{
    /// <summary>The key of series that were added up beforehand, because they are not among the first.</summary>
    public const long Rest = -1;

    private readonly Dictionary<long, MeasureSums[]> series = [];

    public IReadOnlyDictionary<long, MeasureSums[]> Series => series;

    public MeasureSums At(long key, int point)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(series, key, out var exists);
        if (!exists)
        {
            sums = new MeasureSums[points];
            for (var index = 0; index < points; index++) sums[index] = New();
        }

        return sums![point];
    }

    /// <summary>Takes finished sums as they are; the key must have none at this point yet.</summary>
    public void Put(long key, int point, MeasureSums finished)
    {
        if (points == 1) series.Add(key, [finished]);
        else At(key, point).Add(finished);
    }

    /// <summary>Sums of nothing; with a sketch only where percentiles were asked for, since adding to one costs.</summary>
    public MeasureSums New() => durations ? new MeasureSums { Durations = new QuantileSketch() } : new MeasureSums();

    /// <summary>The sum of a series' points; the point itself where there is one, so the two share what is filled in later.</summary>
    public MeasureSums Total(MeasureSums[] parts)
    {
        if (parts.Length == 1) return parts[0];
        var total = New();
        foreach (var part in parts) total.Add(part);
        return total;
    }
}
