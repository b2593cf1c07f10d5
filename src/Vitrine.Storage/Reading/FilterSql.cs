using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Reading;

/// <summary>
/// Conditions of lists: known columns and parameters only. Parameters 1 and 2 are keys, 3 and 4 the range's times, 5 to 7 the reader's own, then the
/// filters' keys.
/// </summary>
internal static class FilterSql
{
    public const int FirstFilter = 8;

    /// <summary>What a key does not say of the range: nothing, unless the range starts or ends inside a millisecond.</summary>
    public static string InRange(FactListQuery query) => CutsMilliseconds(query)
        ? " and (key >> 21) * 1000 + micros >= ?3 and (key >> 21) * 1000 + micros < ?4"
        : string.Empty;

    public static bool CutsMilliseconds(FactListQuery query) => query.From % 1000 is > 0 || query.To % 1000 is > 0;

    public static string Conditions(FactTable table, IReadOnlyList<ResolvedFilter> filters, int firstParameter)
    {
        var conditions = new List<string>(filters.Count);
        foreach (var filter in filters)
        {
            conditions.Add($" and {filter.Condition(table, firstParameter)}");
            firstParameter += filter.ParameterCount;
        }

        return string.Concat(conditions);
    }

    public static SqliteStatement Bind(SqliteStatement statement, IReadOnlyList<ResolvedFilter> filters, FactListQuery query)
    {
        statement.Bind(3, query.From ?? 0).Bind(4, query.To ?? long.MaxValue);
        var parameter = FirstFilter;
        foreach (var filter in filters) parameter = filter.Bind(statement, parameter);
        return statement;
    }
}
