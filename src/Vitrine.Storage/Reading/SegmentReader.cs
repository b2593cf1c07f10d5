using System.Globalization;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Reading;

/// <summary>Reads and counts the matching keys of a segment, newest first.</summary>
internal interface ISegmentReader
{
    /// <summary>At most <paramref name="limit"/> keys below <paramref name="below"/>, after <paramref name="offset"/> of them.</summary>
    List<long> Keys(Segment segment, long below, long offset, long limit);

    /// <summary>Matching facts of the segment, at most <paramref name="limit"/> of them counted.</summary>
    long Count(Segment segment, long limit);
}

/// <summary>Keys in the order of the table.</summary>
internal sealed class TableSegmentReader(Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query)
    : ISegmentReader
{
    private readonly string conditions = FilterSql.InRange(query) + FilterSql.Conditions(table, filters, FilterSql.FirstFilter);

    public List<long> Keys(Segment segment, long below, long offset, long limit)
    {
        var select = snapshot.Connection.Prepare($"""
            select key from {table.Name} where key >= ?1 and key < ?2{conditions} order by key desc limit ?5 offset ?6
            """);
        Bind(select, segment, below).Bind(5, limit).Bind(6, offset);
        var keys = new List<long>();
        while (select.Step()) keys.Add(select.Long(0));
        select.Reset();
        return keys;
    }

    public long Count(Segment segment, long limit)
    {
        var select = snapshot.Connection.Prepare($"""
            select count(*) from (
                select 1 from {table.Name} where key >= ?1 and key < ?2{conditions} limit ?5)
            """);
        Bind(select, segment, long.MaxValue).Bind(5, limit).Step();
        var count = select.Long(0);
        select.Reset();
        return count;
    }

    private SqliteStatement Bind(SqliteStatement statement, Segment segment, long below)
    {
        statement.Bind(1, segment.FirstKey).Bind(2, Math.Min(segment.EndKey, below));
        return FilterSql.Bind(statement, filters, query);
    }
}

/// <summary>Keys of a user or of a conversation: their own index, and what of the tail is not in it yet.</summary>
internal sealed class IndexSegmentReader : ISegmentReader
{
    private readonly Snapshot snapshot;
    private readonly FactTable table;
    private readonly IReadOnlyList<ResolvedFilter> filters;
    private readonly FactListQuery query;
    private readonly string indexTable;
    private readonly string index;
    private readonly string conditions;
    private readonly string owner;
    private readonly List<long> tailKeys = [];

    private IndexSegmentReader(
        Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query, string indexTable, string ownership, string owner)
    {
        this.snapshot = snapshot;
        this.table = table;
        this.filters = filters;
        this.query = query;
        this.indexTable = indexTable;
        index = $"select key from {indexTable} where {ownership}";
        this.owner = owner;
        conditions = FilterSql.InRange(query) + FilterSql.Conditions(table, filters, FilterSql.FirstFilter);
    }

    /// <summary>One user's facts come in the order of their index; those of several are sorted.</summary>
    public static IndexSegmentReader OfUsers(
        Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query, IReadOnlyList<long> users)
    {
        var others = filters.Where(filter => filter.Dimension != Dimension.User).ToList();
        var owned = users.Count == 1 ? "user = ?7" : "user in (select value from json_each(?7))";
        var owners = users.Count == 1 ? users[0].ToString(CultureInfo.InvariantCulture) : $"[{string.Join(',', users)}]";
        var reader = new IndexSegmentReader(snapshot, table, others, query, "user_fact", $"{owned} and kind = {(int)table.Kind}", owners);
        reader.TakeTail((in fact) => users.Contains(fact.User));
        return reader;
    }

    public static IndexSegmentReader OfConversation(
        Snapshot snapshot, FactTable table, IReadOnlyList<ResolvedFilter> filters, FactListQuery query, long conversation)
    {
        var reader = new IndexSegmentReader(
            snapshot, table, filters, query, "conversation_message", "conversation = ?7", conversation.ToString(CultureInfo.InvariantCulture));
        reader.TakeTail((in fact) => fact.Conversation == conversation);
        return reader;
    }

    public List<long> Keys(Segment segment, long below, long offset, long limit)
    {
        var newer = tailKeys.Where(key => key >= segment.FirstKey && key < Math.Min(segment.EndKey, below)).ToList();
        var keys = new List<long>();
        var indexed = Indexed(segment, below).GetEnumerator();
        var hasIndexed = indexed.MoveNext();
        var next = 0;
        while (keys.Count < limit && (hasIndexed || next < newer.Count))
        {
            long key;
            if (!hasIndexed || (next < newer.Count && newer[next] > indexed.Current))
            {
                key = newer[next++];
            }
            else
            {
                key = indexed.Current;
                hasIndexed = indexed.MoveNext();
            }

            if (offset > 0) offset--;
            else keys.Add(key);
        }

        indexed.Dispose();
        return keys;
    }

    public long Count(Segment segment, long limit)
    {
        var select = snapshot.Connection.Prepare($"select count(*) from ({Sql} limit ?5)");
        Bind(select, segment, long.MaxValue).Bind(5, limit).Step();
        var count = select.Long(0);
        select.Reset();
        return Math.Min(limit, count + tailKeys.Count);
    }

    // The row is looked at only where its index does not say all.
    private string Sql => conditions.Length == 0
        ? $"{index} and key >= ?1 and key < ?2"
        : $"""
            {index} and key >= ?1 and key < ?2 and exists (
                select 1 from {table.Name} where {table.Name}.key = {indexTable}.key{conditions})
            """;

    private IEnumerable<long> Indexed(Segment segment, long below)
    {
        var select = snapshot.Connection.Prepare($"{Sql} order by key desc");
        Bind(select, segment, below);
        while (select.Step())
        {
            snapshot.Spend();
            yield return select.Long(0);
        }

        select.Reset();
    }

    private SqliteStatement Bind(SqliteStatement statement, Segment segment, long below)
    {
        statement.Bind(1, segment.FirstKey).Bind(2, Math.Min(segment.EndKey, below)).Bind(7, owner);
        return FilterSql.Bind(statement, filters, query);
    }

    private delegate bool IsOwn(in StoredFact fact);

    private void TakeTail(IsOwn isOwn)
    {
        snapshot.Tail.ForEach((in fact) =>
        {
            if (fact.Kind != table.Kind || !isOwn(fact) || fact.Time < query.From || fact.Time >= query.To) return;
            foreach (var filter in filters)
            {
                if (!filter.Matches(table, fact)) return;
            }

            tailKeys.Add(fact.Key);
        });
        tailKeys.Sort((left, right) => right.CompareTo(left));
    }
}
