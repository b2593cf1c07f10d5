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

    /// <summary>Keys are exact to the millisecond; this is exact.</summary>
    public const string InRange = "(key >> 21) * 1000 + micros >= ?3 and (key >> 21) * 1000 + micros < ?4";

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
