using Vitrine.Core.Query;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Tail;

namespace Vitrine.Storage.Reading;

/// <summary>One moment of a project for one reader: what is on disk, the tail that belongs to it, and how much may be read.</summary>
internal sealed class Snapshot(
    SqliteConnection connection, TailView tail, HourPhase phase, InternedNames interned, long maxRows, int countMilliseconds, int readMilliseconds)
{
    private long rowsSpent;

    public SqliteConnection Connection { get; } = connection;

    public TailView Tail { get; } = tail;

    public HourPhase Phase { get; } = phase;

    public NameLookup Names { get; } = interned.Names;

    /// <summary>How long the total of a list may be counted.</summary>
    public int CountMilliseconds { get; } = countMilliseconds;

    /// <summary>How long a list that is read to its end may look for what matches before it comes back.</summary>
    public int ReadMilliseconds { get; } = readMilliseconds;

    public LoraMembers Loras { get; } = interned.Loras;

    /// <summary>Counts a fact against the budget.</summary>
    public void Spend()
    {
        if (++rowsSpent > maxRows)
        {
            throw new QueryBudgetException(
                $"The question needs more than {maxRows} facts one by one. Ask for a shorter range, or group and filter by one dimension only.");
        }
    }
}
