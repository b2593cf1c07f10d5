using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Names and their interned ids, for the writer. What it remembers is only as good as the transaction: <see cref="Forget"/> after a rollback.
/// </summary>
internal sealed class NameTable(SqliteConnection connection, int namesPerDay, TimeProvider clock)
{
    public const string Other = "(other)";
    private const int CachedNames = 100_000;

    private readonly RecentCache<Entry>?[] byDimension = new RecentCache<Entry>?[32];
    private readonly int[] newToday = new int[32];
    private long day = -1;

    internal sealed class Entry(int id)
    {
        public int Id { get; } = id;

        /// <summary>A persona's name, once it was looked up; see <see cref="PersonaNames"/>.</summary>
        public LatestName? Label;
    }

    public Entry? Find(Dimension dimension, ReadOnlySpan<byte> text)
    {
        var cache = byDimension[(int)dimension] ??= new RecentCache<Entry>(CachedNames);
        if (cache.TryGet(text, out var entry)) return entry;
        var statement = connection.Prepare("select id from name where dimension = ?1 and text = ?2");
        statement.Bind(1, (long)dimension).BindText(2, text);
        var id = statement.Step() ? statement.Int(0) : 0;
        statement.Reset();
        if (id == 0) return null;
        entry = new Entry(id);
        cache.Add(text, entry);
        return entry;
    }

    /// <summary>Interns a name that <see cref="Find"/> did not find; null where the day's cap is reached.</summary>
    public Entry? Add(Dimension dimension, ReadOnlySpan<byte> text)
    {
        var today = FactTime.Now(clock) / FactTime.MicrosecondsPerDay;
        if (today != day) StartDay(today);
        if (newToday[(int)dimension] >= namesPerDay) return null;
        newToday[(int)dimension]++;
        return Insert(dimension, text, today);
    }

    /// <summary>The name that stands for those beyond the cap.</summary>
    public Entry OtherOf(Dimension dimension)
    {
        var text = Encoding.UTF8.GetBytes(Other);
        return Find(dimension, text) ?? Insert(dimension, text, day);
    }

    public void Forget()
    {
        foreach (var cache in byDimension) cache?.Clear();
        day = -1;
    }

    private Entry Insert(Dimension dimension, ReadOnlySpan<byte> text, long today)
    {
        var statement = connection.Prepare("insert into name (dimension, text, day) values (?1, ?2, ?3)");
        statement.Bind(1, (long)dimension).BindText(2, text).Bind(3, today).Run();
        var entry = new Entry((int)connection.LastInsertRowId);
        (byDimension[(int)dimension] ??= new RecentCache<Entry>(CachedNames)).Add(text, entry);
        return entry;
    }

    private void StartDay(long today)
    {
        day = today;
        Array.Clear(newToday);
        var statement = connection.Prepare("select dimension, count(*) from name where day = ?1 group by dimension");
        statement.Bind(1, today);
        while (statement.Step()) newToday[statement.Int(0)] = statement.Int(1);
        statement.Reset();
    }
}
