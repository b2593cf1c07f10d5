using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Search;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Keys whose text matches a search, newest first, with the list's other filters.</summary>
internal sealed class SearchSegmentReader : ISegmentReader
{
    private readonly Snapshot snapshot;
    private readonly IReadOnlyList<ResolvedFilter> filters;
    private readonly FactListQuery query;
    private readonly string expression;
    private readonly string sql;

    private SearchSegmentReader(
        Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query, string expression)
    {
        this.snapshot = snapshot;
        this.filters = filters;
        this.query = query;
        this.expression = expression;
        var conditions = FilterSql.Conditions(table, filters, FilterSql.FirstFilter);
        var ofConversation = query.ConversationId is null ? string.Empty
            : $" and conversation = (select id from conversation where conversation_id = ?{FirstOwn})";
        var isFiltered = conditions.Length + ofConversation.Length > 0 || FilterSql.CutsMilliseconds(query);
        var exists = isFiltered
            ? $" and exists (select 1 from {table.Name} where {table.Name}.key = found.rowid{FilterSql.InRange(query)}{conditions}{ofConversation})"
            : string.Empty;
        sql = $"""
            select found.rowid from search.search_{table.Name} as found
            where found.search_{table.Name} match ?7 and found.rowid >= ?1 and found.rowid < ?2{exists}
            order by found.rowid desc
            """;
    }

    /// <summary>A search has no segments: its index finds the newest by itself.</summary>
    public static List<Segment> Whole { get; } = [new Segment(0, long.MaxValue, -1)];

    private int FirstOwn => FilterSql.FirstFilter + filters.Sum(filter => filter.ParameterCount);

    /// <summary>Null where nothing can match: a kind without texts, a search without a word, or an index of facts that a reset removed.</summary>
    public static SearchSegmentReader? For(Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query) =>
        table.Kind is FactKind.Image or FactKind.Message && SearchText.Query(query.Search!) is { } expression && IsOfTheseFacts(snapshot)
            ? new SearchSegmentReader(snapshot, table, filters, query, expression)
            : null;

    // Keys come again after a reset, so words of the old facts must not be found for the new ones.
    private static bool IsOfTheseFacts(Snapshot snapshot)
    {
        var reset = snapshot.Connection.Prepare("select value from setting where name = ?1").Bind(1, Reset.Setting);
        var needed = reset.Step() ? reset.Long(0) : 0;
        reset.Reset();
        return needed == 0 || snapshot.Connection.Scalar("select seq from search.progress") >= needed;
    }

    public List<long> Keys(Segment segment, long below, long offset, long limit)
    {
        var select = Bind(snapshot.Connection.Prepare($"{sql} limit ?5 offset ?6"), segment, below).Bind(5, limit).Bind(6, offset);
        var keys = new List<long>();
        while (select.Step()) keys.Add(select.Long(0));
        select.Reset();
        return keys;
    }

    public long Count(Segment segment, long limit)
    {
        var select = Bind(snapshot.Connection.Prepare($"select count(*) from ({sql} limit ?5)"), segment, long.MaxValue).Bind(5, limit);
        select.Step();
        var count = select.Long(0);
        select.Reset();
        return count;
    }

    private SqliteStatement Bind(SqliteStatement statement, Segment segment, long below)
    {
        var first = query.From is { } from ? Math.Max(segment.FirstKey, FactKey.First(from)) : segment.FirstKey;
        var end = Math.Min(segment.EndKey, query.To is { } to ? Math.Min(below, FactKey.End(to)) : below);
        statement.Bind(1, first).Bind(2, end);
        FilterSql.Bind(statement, filters, query);
        if (query.ConversationId is { } conversation) statement.Bind(FirstOwn, conversation);
        return statement.Bind(7, expression);
    }
}
