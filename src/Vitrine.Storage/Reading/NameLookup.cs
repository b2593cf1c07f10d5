using System.Collections.Concurrent;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Reading;

/// <summary>Interned ids and their names, for readers. A committed id never changes its name, so what was read once is kept. Thread-safe.</summary>
internal sealed class NameLookup
{
    private const int MaxKept = 200_000;
    private readonly ConcurrentDictionary<long, string> names = new();

    /// <summary>The name of a dimension's key; null for 0, which stands for facts without one.</summary>
    public string? Name(SqliteConnection connection, Dimension dimension, long key)
    {
        if (key == 0) return null;
        if (Codes.IsCoded(dimension)) return Codes.Name(dimension, key);
        if (names.TryGetValue(key, out var name)) return name;
        var select = connection.Prepare("select text from name where id = ?1").Bind(1, key);
        name = select.Step() ? select.Text(0)! : throw new InvalidDataException($"Name {key} is not in the table of names.");
        select.Reset();
        if (names.Count >= MaxKept) names.Clear();
        return names[key] = name;
    }

    /// <summary>The key of a name, or 0 where nothing has it.</summary>
    public static long Key(SqliteConnection connection, Dimension dimension, string name)
    {
        if (Codes.IsCoded(dimension)) return Codes.Parse(dimension, name);
        if (dimension == Dimension.Prompt) return PromptText.Hash(System.Text.Encoding.UTF8.GetBytes(name));
        var select = dimension == Dimension.User
            ? connection.Prepare("select id from user where user_id = ?1").Bind(1, name)
            : connection.Prepare("select id from name where dimension = ?2 and text = ?1").Bind(1, name).Bind(2, (long)dimension);
        var key = select.Step() ? select.Long(0) : 0;
        select.Reset();
        return key;
    }
}
