using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Reading;

/// <summary>A filter with its names as keys. Names that nothing has are gone, so a filter without keys matches nothing.</summary>
internal sealed class ResolvedFilter
{
    private readonly long[] keys;

    // Values that the row's column may have: the keys themselves, or the sets that hold one of them.
    private readonly long[] columnValues;

    private ResolvedFilter(Dimension dimension, long[] keys, long[] columnValues)
    {
        Dimension = dimension;
        this.keys = keys;
        this.columnValues = columnValues;
    }

    public Dimension Dimension { get; }

    public IReadOnlyList<long> Keys => keys;

    /// <summary>Parameters of <see cref="Condition"/>: a power of two, so that few different statements are ever prepared.</summary>
    public int ParameterCount => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)columnValues.Length);

    public bool IsEmpty => columnValues.Length == 0;

    public static ResolvedFilter From(Snapshot snapshot, DimensionFilter filter)
    {
        var found = filter.Values.Select(value => NameLookup.Key(snapshot.Connection, filter.Dimension, value))
            .Where(key => key != 0).Distinct().ToArray();
        return new ResolvedFilter(filter.Dimension, found, filter.Dimension == Dimension.Lora ? SetsWith(snapshot, found) : found);
    }

    public bool Matches(FactTable table, in StoredFact fact) => Dimension switch
    {
        Dimension.User => Contains(fact.User),
        Dimension.Prompt => Contains(fact.PromptHash),
        _ => Contains(fact.Dimensions[table.SlotOf(Dimension)]),
    };

    /// <summary>The condition for SQL, with parameters from <paramref name="firstParameter"/> on.</summary>
    public string Condition(FactTable table, int firstParameter) =>
        $"{table.Name}.{ColumnName(table)} in ({string.Join(", ", Enumerable.Range(firstParameter, ParameterCount).Select(index => $"?{index}"))})";

    public int Bind(SqliteStatement statement, int firstParameter)
    {
        for (var index = 0; index < ParameterCount; index++)
        {
            statement.Bind(firstParameter + index, columnValues[Math.Min(index, columnValues.Length - 1)]);
        }

        return firstParameter + ParameterCount;
    }

    private bool Contains(long value) => Array.IndexOf(columnValues, value) >= 0;

    private string ColumnName(FactTable table) => Dimension switch
    {
        Dimension.User => "user",
        Dimension.Prompt => "prompt_hash",
        _ => table.ColumnOf(Dimension)!.Name,
    };

    private static long[] SetsWith(Snapshot snapshot, long[] loras)
    {
        var sets = new List<long>();
        var select = snapshot.Connection.Prepare("select id from name where dimension = ?1").Bind(1, FactTableDimensions.LoraSet);
        var ids = new List<int>();
        while (select.Step()) ids.Add(select.Int(0));
        select.Reset();
        foreach (var id in ids)
        {
            if (snapshot.Loras.Of(snapshot.Connection, id).Any(member => loras.Contains(member))) sets.Add(id);
        }

        return [.. sets];
    }
}
