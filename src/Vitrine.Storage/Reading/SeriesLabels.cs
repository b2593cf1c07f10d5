using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Reading;

/// <summary>Names of a series' key: the one that programs filter by, and the one that people read.</summary>
/// <param name="promptKeys">For each prompt's hash a fact that has it: rows keep the hash only.</param>
internal sealed class SeriesLabels(Snapshot snapshot, StatQuery query, IReadOnlyDictionary<long, long> promptKeys)
{
    public (string? Name, string? Label) Of(long key)
    {
        if (key == 0) return (null, null);
        return query.By switch
        {
            Dimension.User => User(key),
            Dimension.Prompt => Prompt(key),
            Dimension.Persona => Labelled(key, "select name from persona where id = ?1"),
            Dimension.Dataset => Labelled(key, "select name from dataset where id = ?1"),
            _ => (snapshot.Names.Name(snapshot.Connection, query.By, key), snapshot.Names.Name(snapshot.Connection, query.By, key)),
        };
    }

    private (string Name, string Label) User(long key)
    {
        var select = snapshot.Connection.Prepare("select user_id, coalesce(username, first_name, user_id) from user where id = ?1").Bind(1, key);
        var user = select.Step() ? (select.Text(0)!, select.Text(1)!) : throw new InvalidDataException($"User {key} is not in the table of users.");
        select.Reset();
        return user;
    }

    private (string Name, string Label) Labelled(long key, string sql)
    {
        var name = snapshot.Names.Name(snapshot.Connection, query.By, key)!;
        var select = snapshot.Connection.Prepare(sql).Bind(1, name);
        var label = select.Step() ? select.Text(0) : null;
        select.Reset();
        return (name, label ?? name);
    }

    private (string Name, string Label) Prompt(long key)
    {
        var select = snapshot.Connection.Prepare("select prompt from image_text where key = ?1").Bind(1, promptKeys[key]);
        var prompt = select.Step() ? PromptText.Normalize(select.Text(0)!) : throw new InvalidDataException($"No image has prompt hash {key}.");
        select.Reset();
        return (prompt, prompt);
    }
}
