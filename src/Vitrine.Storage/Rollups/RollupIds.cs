using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// Keys of the rollup tables: one integer each, most general part first, so that a range of hours of a dimension is one range of the table.
/// </summary>
internal static class RollupIds
{
    /// <summary>Kind under which users are counted by the hour they were first seen in.</summary>
    public const FactKind NewUsers = (FactKind)7;
    public const int CountChunk = 1024;
    public const int SetChunk = 4096;
    private const int HourShift = 33;
    private const long KeyMask = (1L << HourShift) - 1;
    private const long HourMask = (1L << 22) - 1;

    public static long Cell(FactKind kind, Dimension dimension, long hour, long key) =>
        ((long)kind << 60) | ((long)dimension << 55) | (hour << HourShift) | key;

    public static long HourOf(long id) => (id >> HourShift) & HourMask;

    public static FactKind KindOf(long id) => (FactKind)(id >> 60);

    public static int LevelOf(long id) => (int)(id >> 59) & 1;

    public static long KeyOf(long id) => id & KeyMask;

    /// <summary>Level 0 is an hour, level 1 a group of 24.</summary>
    public static long UserSet(FactKind kind, int level, long period, long chunk) =>
        ((long)kind << 60) | ((long)level << 59) | (period << HourShift) | chunk;

    /// <summary>As <see cref="UserSet"/>.</summary>
    public static long UserCount(FactKind kind, int level, long period, long chunk) =>
        ((long)kind << 60) | ((long)level << 59) | (period << HourShift) | chunk;
}
