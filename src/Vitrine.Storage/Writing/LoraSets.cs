using System.Globalization;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// An image has several loras, a row has one column for them: it holds the id of the whole set, itself a name whose text lists the ids of
/// its members. Sets live under <see cref="FactTableDimensions.LoraSet"/>.
/// </summary>
internal sealed class LoraSets(SqliteConnection connection)
{
    private const int CachedSets = 20_000;
    private readonly RecentCache<object> byJson = new(CachedSets);

    /// <summary>The set's id; 0 for the empty set; null where it is not interned yet.</summary>
    public int? Find(ReadOnlySpan<byte> json)
    {
        if (byJson.TryGet(json, out var id)) return (int)id;
        var loras = LoraNames.Parse(json);
        if (loras.Count == 0) return Remember(json, 0);
        var members = new List<int>(loras.Count);
        foreach (var lora in loras)
        {
            var statement = connection.Prepare("select id from name where dimension = ?1 and text = ?2");
            statement.Bind(1, (long)Dimension.Lora).Bind(2, lora);
            var found = statement.Step();
            if (found) members.Add(statement.Int(0));
            statement.Reset();
            if (!found) return null;
        }

        return FindSet(members) is { } set ? Remember(json, set) : null;
    }

    public int Add(ReadOnlySpan<byte> json, NameTable names, OtherNames otherNames)
    {
        var members = new List<int>();
        var capped = false;
        foreach (var lora in LoraNames.Parse(json))
        {
            var text = Encoding.UTF8.GetBytes(lora);
            var entry = names.Find(Dimension.Lora, text) ?? names.Add(Dimension.Lora, text);
            capped |= entry is null;
            members.Add((entry ?? names.OtherOf(Dimension.Lora)).Id);
        }

        if (capped) otherNames.Add("loras", json);
        if (FindSet(members) is { } known) return Remember(json, known);
        connection.Prepare("insert into name (dimension, text, day) values (?1, ?2, 0)")
            .Bind(1, FactTableDimensions.LoraSet).Bind(2, TextOf(members)).Run();
        return Remember(json, (int)connection.LastInsertRowId);
    }

    public void Forget() => byJson.Clear();

    private int Remember(ReadOnlySpan<byte> json, int id)
    {
        byJson.Add(json, id);
        return id;
    }

    private int? FindSet(List<int> members)
    {
        var statement = connection.Prepare("select id from name where dimension = ?1 and text = ?2");
        statement.Bind(1, FactTableDimensions.LoraSet).Bind(2, TextOf(members));
        int? id = statement.Step() ? statement.Int(0) : null;
        statement.Reset();
        return id;
    }

    private static string TextOf(List<int> members) =>
        string.Join(',', members.Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
