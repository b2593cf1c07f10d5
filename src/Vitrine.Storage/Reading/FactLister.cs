using System.Globalization;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;

namespace Vitrine.Storage.Reading;

/// <summary>Answers the one list: finds where the page starts without walking there, then reads just the page.</summary>
internal sealed class FactLister(Snapshot snapshot, FactListQuery query)
{
    /// <summary>Beyond this many, a total that takes counting is said to be at least that.</summary>
    public const int MaxCounted = 10_000;

    private readonly FactTable table = FactTable.Of(query.Kind);

    public Page<FactRecord> List()
    {
        var perPage = Math.Clamp(query.PerPage, 1, FactListQuery.MaxPerPage);
        var page = Math.Max(1, query.Page);
        var filters = Filters();
        if (filters is null) return Page([], 0, isExact: true, page, perPage);
        var reader = Reader(filters);
        if (reader is null) return Page([], 0, isExact: true, page, perPage);
        var segments = reader is SearchSegmentReader ? SearchSegmentReader.Whole : new FactSegments(snapshot, table, filters, query).Newest();
        var below = Cursor(query.Cursor) ?? long.MaxValue;
        var offset = query.Cursor is not null ? 0 : query.Offset ?? ((page - 1L) * perPage);
        var keys = Keys(reader, segments, below, Math.Max(0, offset), perPage + 1L);
        var (total, isExact) = Total(reader, segments);
        return Page(keys, total, isExact, page, perPage);
    }

    /// <summary>The key behind a cursor; null where there is none.</summary>
    public static long? Cursor(string? cursor)
    {
        if (cursor is null) return null;
        return long.TryParse(cursor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key) ? key : throw new InvalidCursorException();
    }

    private Page<FactRecord> Page(List<long> keys, long total, bool isExact, int page, int perPage)
    {
        var shown = keys.Take(perPage).ToList();
        var next = keys.Count > perPage ? shown[^1].ToString("x", CultureInfo.InvariantCulture) : null;
        var records = new RecordReader(snapshot, table);
        return new Page<FactRecord>([.. shown.Select(records.Read)], total, isExact, page, perPage, next);
    }

    // Null: somebody is asked for whom nobody knows.
    private List<ResolvedFilter>? Filters()
    {
        var filters = query.Filters.Select(filter => ResolvedFilter.From(snapshot, filter)).ToList();
        if (query.UserId is { } userId) filters.Add(ResolvedFilter.From(snapshot, new DimensionFilter(Dimension.User, [userId])));
        if (query.User is { } user) filters.Add(ResolvedFilter.From(snapshot, new DimensionFilter(Dimension.User, UserFinder.IdsOf(snapshot, user))));
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

        return filters.Find(filter => filter.Dimension == Dimension.User) is { Keys: [var only] }
            ? IndexSegmentReader.OfUser(snapshot, table, filters, query, only)
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

    private static (long Total, bool IsExact) Total(ISegmentReader reader, List<Segment> segments)
    {
        var total = 0L;
        var counted = 0L;
        foreach (var segment in segments)
        {
            if (segment.IsCounted)
            {
                total += segment.Count;
                continue;
            }

            if (counted > MaxCounted) return (total, false);
            var count = reader.Count(segment, MaxCounted + 1 - counted);
            counted += count;
            total += count;
        }

        return counted > MaxCounted ? (total - 1, false) : (total, true);
    }
}
