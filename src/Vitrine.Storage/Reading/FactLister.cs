using System.Diagnostics;
using System.Globalization;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Answers the one list: finds where the page starts without walking there, then reads just the page.</summary>
internal sealed class FactLister(Snapshot snapshot, FactListQuery query)
{
    /// <summary>Beyond this many, a total that takes counting is said to be at least that.</summary>
    public const int MaxCounted = 10_000;

    private const int CountedAtOnce = 500;

    private readonly FactTable table = FactTable.Of(query.Kind);

    public Page<FactRecord> List()
    {
        var perPage = Math.Clamp(query.PerPage, 1, query.CountTotal ? FactListQuery.MaxPerPage : FactListQuery.MaxPerRead);
        var page = Math.Max(1, query.Page);
        var below = Cursor(query.Cursor) ?? After() ?? long.MaxValue;
        var filters = Filters();
        if (filters is null) return Page([], 0, isExact: true, page, perPage);
        var reader = Reader(filters);
        if (reader is null) return Page([], 0, isExact: true, page, perPage);
        var cut = new FactSegments(snapshot, table, filters, query);
        var isSearch = reader is SearchSegmentReader;
        if (!query.CountTotal) return Walk(reader, cut, below, page, perPage);
        var segments = isSearch ? SearchSegmentReader.Whole : cut.Newest();
        var offset = query.Cursor is not null || query.After is not null ? 0 : query.Offset ?? ((page - 1L) * perPage);
        var keys = Keys(reader, segments, below, Math.Max(0, offset), perPage + 1L);
        var (total, isExact) = Total(reader, segments, !isSearch && cut.HasCounts);
        return Page(keys, total, isExact, page, perPage);
    }

    /// <summary>The key behind a cursor; null where there is none.</summary>
    public static long? Cursor(string? cursor)
    {
        if (cursor is null) return null;
        return long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : throw new InvalidCursorException();
    }

    /// <summary>Goes on behind a key.</summary>
    public static string CursorOf(long key) => key.ToString("x", CultureInfo.InvariantCulture);

    // The key of the fact behind which the list goes on.
    private long? After()
    {
        if (query.After is not { } id) return null;
        var select = snapshot.Connection.Prepare($"select key from {table.Name} where id = ?1");
        FactIds.Bind(select, 1, id);
        var key = select.Step() ? select.Long(0) : throw new InvalidCursorException();
        select.Reset();
        return key;
    }

    private Page<FactRecord> Walk(ISegmentReader reader, FactSegments cut, long below, int page, int perPage)
    {
        var walk = new FactWalk(reader, new RecordReader(snapshot, table), snapshot.ReadMilliseconds);
        var (items, next) = walk.Read(cut.ForWalking(reader is SearchSegmentReader), below, perPage);
        return new Page<FactRecord>(items, items.Count, TotalIsExact: false, page, perPage, next);
    }

    private Page<FactRecord> Page(List<long> keys, long total, bool isExact, int page, int perPage)
    {
        var shown = keys.Take(perPage).ToList();
        var next = keys.Count > perPage ? CursorOf(shown[^1]) : null;
        var records = new RecordReader(snapshot, table);
        return new Page<FactRecord>([.. shown.Select(records.Read)], total, isExact, page, perPage, next);
    }

    // Null: somebody is asked for whom nobody knows.
    private List<ResolvedFilter>? Filters()
    {
        var filters = query.Filters.Where(filter => filter.Dimension != Dimension.User)
            .Select(filter => ResolvedFilter.From(snapshot, filter)).ToList();
        var users = query.Filters.Where(filter => filter.Dimension == Dimension.User).Select(filter => filter.Values).ToList();
        if (query.UserId is { } userId) users.Add([userId]);
        if (query.User is { } user) users.Add(UserFinder.IdsOf(snapshot, user));
        if (users.Count > 0)
        {
            var wanted = users.Aggregate((left, right) => [.. left.Intersect(right, StringComparer.Ordinal)]);
            filters.Add(ResolvedFilter.From(snapshot, new DimensionFilter(Dimension.User, wanted)));
        }

        return filters.Exists(filter => filter.IsEmpty) ? null : filters;
    }

    private ISegmentReader? Reader(List<ResolvedFilter> filters)
    {
        if (!string.IsNullOrWhiteSpace(query.Search)) return SearchSegmentReader.For(snapshot, table, filters, query);
        if (query.ConversationId is { } conversation)
        {
            var select = snapshot.Connection.Prepare("select id from conversation where conversation_id = ?1").Bind(1, conversation);
            var id = select.Step() ? select.Long(0) : 0;
            select.Reset();
            return id == 0 ? null : IndexSegmentReader.OfConversation(snapshot, table, filters, query, id);
        }

        return filters.Find(filter => filter.Dimension == Dimension.User) is { } users
            ? IndexSegmentReader.OfUsers(snapshot, table, filters, query, users.Keys)
            : new TableSegmentReader(snapshot, table, filters, query);
    }

    private static List<long> Keys(ISegmentReader reader, List<Segment> segments, long below, long offset, long limit)
    {
        var keys = new List<long>();
        foreach (var segment in segments)
        {
            if (keys.Count >= limit) break;
            if (segment.FirstKey >= below) continue;
            if (segment.IsCounted && offset >= segment.Count && segment.EndKey <= below)
            {
                offset -= segment.Count;
                continue;
            }

            var read = reader.Keys(segment, below, offset, limit - keys.Count);
            if (read.Count > 0) offset = 0;
            else if (offset > 0) offset -= segment.IsCounted ? segment.Count : reader.Count(segment, offset);
            keys.AddRange(read);
        }

        return keys;
    }

    // Counting what no rollup knows stops at the cap, or when it has taken its time.
    private (long Total, bool IsExact) Total(ISegmentReader reader, List<Segment> segments, bool onlyEndsAreUncounted)
    {
        var total = segments.Where(segment => segment.IsCounted).Sum(segment => segment.Count);
        var uncounted = segments.Where(segment => !segment.IsCounted);
        if (onlyEndsAreUncounted) return (total + uncounted.Sum(segment => reader.Count(segment, long.MaxValue)), true);
        var counted = 0L;
        var started = Stopwatch.GetTimestamp();
        foreach (var segment in uncounted)
        {
            var below = long.MaxValue;
            for (var read = CountedAtOnce; read == CountedAtOnce;)
            {
                if (counted > MaxCounted || Stopwatch.GetElapsedTime(started).TotalMilliseconds > snapshot.CountMilliseconds)
                {
                    return (total + Math.Min(counted, MaxCounted), false);
                }

                var keys = reader.Keys(segment, below, 0, CountedAtOnce);
                read = keys.Count;
                counted += read;
                if (read > 0) below = keys[^1];
            }
        }

        return counted > MaxCounted ? (total + MaxCounted, false) : (total + counted, true);
    }
}
