using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Writes and reads rollup cells.</summary>
internal static class CellTable
{
    private const string Upsert = """
        insert into cell (id, count, errors, duration_count, duration_sum, duration_max, input_tokens, output_tokens, cost, bytes)
        values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        on conflict (id) do update set
            count = count + excluded.count,
            errors = errors + excluded.errors,
            duration_count = duration_count + excluded.duration_count,
            duration_sum = duration_sum + excluded.duration_sum,
            duration_max = max(duration_max, excluded.duration_max),
            input_tokens = input_tokens + excluded.input_tokens,
            output_tokens = output_tokens + excluded.output_tokens,
            cost = cost + excluded.cost,
            bytes = bytes + excluded.bytes
        """;

    private const string SelectRange = """
        select id, count, errors, duration_count, duration_sum, duration_max, input_tokens, output_tokens, cost, bytes
        from cell where id >= ?1 and id < ?2
        """;

    private const string SelectOne = """
        select id, count, errors, duration_count, duration_sum, duration_max, input_tokens, output_tokens, cost, bytes
        from cell where id = ?1
        """;

    private static readonly MeasureSums Nothing = new();

    /// <summary>Counts entities (conversations, users) by the hour they came to be in, inside the transaction that moves them.</summary>
    public static void AddCount(SqliteConnection connection, FactKind kind, long hour, int count) =>
        Add(connection, RollupIds.Cell(kind, Dimension.None, hour, 0), Nothing, count);

    public static void Add(SqliteConnection connection, long id, MeasureSums sums) => Add(connection, id, sums, sums.Count);

    private static void Add(SqliteConnection connection, long id, MeasureSums sums, long count) =>
        connection.Prepare(Upsert)
            .Bind(1, id).Bind(2, count).Bind(3, sums.Errors)
            .Bind(4, sums.DurationCount).Bind(5, sums.DurationSum).Bind(6, sums.DurationMax)
            .Bind(7, sums.InputTokens).Bind(8, sums.OutputTokens).Bind(9, sums.Cost).Bind(10, sums.Bytes)
            .Run();

    /// <summary>Visits the cells of a dimension in hours [first, end), in order of hour and key.</summary>
    public static void Read(
        SqliteConnection connection, FactKind kind, Dimension dimension, long firstHour, long endHour, Action<long, long, MeasureSums> visit)
    {
        var statement = connection.Prepare(SelectRange);
        statement.Bind(1, RollupIds.Cell(kind, dimension, firstHour, 0)).Bind(2, RollupIds.Cell(kind, dimension, endHour, 0));
        Visit(statement, visit);
    }

    /// <summary>The same for one key: a look-up an hour, which is quicker than passing over all the other keys.</summary>
    public static void ReadKey(
        SqliteConnection connection, FactKind kind, Dimension dimension, long key, long firstHour, long endHour, Action<long, long, MeasureSums> visit)
    {
        var statement = connection.Prepare(SelectOne);
        for (var hour = firstHour; hour < endHour; hour++) Visit(statement.Bind(1, RollupIds.Cell(kind, dimension, hour, key)), visit);
    }

    private static void Visit(SqliteStatement statement, Action<long, long, MeasureSums> visit)
    {
        var sums = new MeasureSums();
        while (statement.Step())
        {
            var id = statement.Long(0);
            sums.Count = statement.Long(1);
            sums.Errors = statement.Long(2);
            sums.DurationCount = statement.Long(3);
            sums.DurationSum = statement.Long(4);
            sums.DurationMax = statement.Long(5);
            sums.InputTokens = statement.Long(6);
            sums.OutputTokens = statement.Long(7);
            sums.Cost = statement.Long(8);
            sums.Bytes = statement.Long(9);
            visit(RollupIds.HourOf(id), RollupIds.KeyOf(id), sums);
        }

        statement.Reset();
    }
}
