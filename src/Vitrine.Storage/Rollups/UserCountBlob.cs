using System.Numerics;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Rollups;

/// <summary>
/// What the users of a chunk of 1,024 did in a day. Column <c>counts</c> holds pairs of distance to the user before and count; column <c>sums</c>
/// holds the other figures in the same order, a byte that says which are not zero before each, so that who and how often is read without them.
/// </summary>
internal static class UserCountBlob
{
    private const byte Errors = 1;
    private const byte Durations = 2;
    private const byte InputTokens = 4;
    private const byte OutputTokens = 8;
    private const byte Cost = 16;
    private const byte Bytes = 32;

    /// <summary>
    /// The columns with these users added; both are in order of user. Most of a chunk's users are not among those of one flush, so their figures
    /// are copied as they stand.
    /// </summary>
    /// <param name="added">Users from the chunk's first; their figures become those of the chunk.</param>
    public static (List<byte> Counts, List<byte> Sums) Merge(
        ReadOnlySpan<byte> counts, ReadOnlySpan<byte> sums, ReadOnlySpan<(int User, MeasureSums Figures)> added)
    {
        const int roomPerUser = 32;
        var target = new Columns(new List<byte>(counts.Length + (added.Length * 4)), new List<byte>(sums.Length + (added.Length * roomPerUser)));
        var (user, next, sumsPosition) = (0, 0, 0);
        for (var position = 0; position < counts.Length;)
        {
            user += (int)Varint.Read(counts, ref position);
            var count = Varint.Read(counts, ref position);
            while (next < added.Length && added[next].User < user) target.Add(added[next].User, added[next++].Figures);
            if (next < added.Length && added[next].User == user)
            {
                var figures = added[next++].Figures;
                figures.Count += count;
                Decode(sums, ref sumsPosition, figures);
                target.Add(user, figures);
            }
            else
            {
                var start = sumsPosition;
                Skip(sums, ref sumsPosition);
                target.Add(user, count, sums[start..sumsPosition]);
            }
        }

        while (next < added.Length) target.Add(added[next].User, added[next++].Figures);
        return (target.Counts, target.Sums);
    }

    /// <summary>Adds the figures of each user to what <paramref name="target"/> gives for it. Without <paramref name="sums"/>, counts only.</summary>
    public static void Decode(int firstUser, ReadOnlySpan<byte> counts, ReadOnlySpan<byte> sums, Func<int, MeasureSums> target)
    {
        var user = firstUser;
        var sumsPosition = 0;
        for (var position = 0; position < counts.Length;)
        {
            user += (int)Varint.Read(counts, ref position);
            var figures = target(user);
            figures.Count += Varint.Read(counts, ref position);
            if (!sums.IsEmpty) Decode(sums, ref sumsPosition, figures);
        }
    }

    /// <summary>Adds the counts alone, to an array by user that grows as it has to: the quickest way to who did most.</summary>
    public static void AddCounts(int firstUser, ReadOnlySpan<byte> counts, ref long[] byUser)
    {
        if (firstUser + RollupIds.CountChunk > byUser.Length) Array.Resize(ref byUser, Math.Max(firstUser + RollupIds.CountChunk, byUser.Length * 2));
        var user = firstUser;
        for (var position = 0; position < counts.Length;)
        {
            user += (int)Varint.Read(counts, ref position);
            byUser[user] += Varint.Read(counts, ref position);
        }
    }

    private static void Encode(MeasureSums figures, List<byte> sums)
    {
        var present = (byte)((figures.Errors != 0 ? Errors : 0)
            | (figures.DurationCount != 0 ? Durations : 0)
            | (figures.InputTokens != 0 ? InputTokens : 0)
            | (figures.OutputTokens != 0 ? OutputTokens : 0)
            | (figures.Cost != 0 ? Cost : 0)
            | (figures.Bytes != 0 ? Bytes : 0));
        sums.Add(present);
        if (figures.Errors != 0) Varint.Write(sums, figures.Errors);
        if (figures.DurationCount != 0)
        {
            Varint.Write(sums, figures.DurationCount);
            Varint.Write(sums, figures.DurationSum);
            Varint.Write(sums, figures.DurationMax);
        }

        if (figures.InputTokens != 0) Varint.Write(sums, figures.InputTokens);
        if (figures.OutputTokens != 0) Varint.Write(sums, figures.OutputTokens);
        if (figures.Cost != 0) Varint.Write(sums, figures.Cost);
        if (figures.Bytes != 0) Varint.Write(sums, figures.Bytes);
    }

    private static void Skip(ReadOnlySpan<byte> sums, ref int position)
    {
        var present = sums[position++];
        var numbers = BitOperations.PopCount(present) + ((present & Durations) != 0 ? 2 : 0);
        while (numbers > 0)
        {
            if (sums[position++] < 0x80) numbers--;
        }
    }

    private static void Decode(ReadOnlySpan<byte> sums, ref int position, MeasureSums figures)
    {
        var present = sums[position++];
        if ((present & Errors) != 0) figures.Errors += Varint.Read(sums, ref position);
        if ((present & Durations) != 0)
        {
            figures.DurationCount += Varint.Read(sums, ref position);
            figures.DurationSum += Varint.Read(sums, ref position);
            figures.DurationMax = Math.Max(figures.DurationMax, Varint.Read(sums, ref position));
        }

        if ((present & InputTokens) != 0) figures.InputTokens += Varint.Read(sums, ref position);
        if ((present & OutputTokens) != 0) figures.OutputTokens += Varint.Read(sums, ref position);
        if ((present & Cost) != 0) figures.Cost += Varint.Read(sums, ref position);
        if ((present & Bytes) != 0) figures.Bytes += Varint.Read(sums, ref position);
    }

    private struct Columns(List<byte> counts, List<byte> sums)
    {
        private int last;

        public readonly List<byte> Counts => counts;

        public readonly List<byte> Sums => sums;

        public void Add(int user, MeasureSums figures)
        {
            AddCount(user, figures.Count);
            Encode(figures, sums);
        }

        public void Add(int user, long count, ReadOnlySpan<byte> encoded)
        {
            AddCount(user, count);
            sums.AddRange(encoded);
        }

        private void AddCount(int user, long count)
        {
            Varint.Write(counts, user - last);
            Varint.Write(counts, count);
            last = user;
        }
    }
}
