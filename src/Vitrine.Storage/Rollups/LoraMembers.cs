using System.Collections.Concurrent;
using System.Globalization;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Rollups;

/// <summary>Members of interned lora sets. Ask only for sets of committed facts: their ids never change their meaning. Thread-safe.</summary>
internal sealed class LoraMembers
{
    private static readonly int[] None = [0];
    private readonly ConcurrentDictionary<int, int[]> sets = new();

    /// <summary>Names of the set's loras; one 0 for the empty set.</summary>
    public int[] Of(SqliteConnection connection, int set)
    {
        if (set == 0) return None;
        if (sets.TryGetValue(set, out var members)) return members;
        var select = connection.Prepare("select text from name where id = ?1").Bind(1, set);
        members = select.Step()
            ? [.. select.Text(0)!.Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))]
            : throw new InvalidDataException($"Lora set {set} is not in the table of names.");
        select.Reset();
        return sets[set] = members;
    }
}
