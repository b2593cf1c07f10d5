using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Names of personas that images bring along: the latest one stands.</summary>
internal sealed class PersonaNames(SqliteConnection connection)
{
    public bool WouldRename(NameTable.Entry persona, ReadOnlySpan<byte> personaId, ReadOnlySpan<byte> name, long time)
    {
        if (persona.Label is null) Load(persona, personaId);
        return time >= persona.LabeledAt && !name.SequenceEqual(persona.Label);
    }

    public void Rename(NameTable.Entry persona, ReadOnlySpan<byte> personaId, ReadOnlySpan<byte> name, long time)
    {
        persona.Label = name.ToArray();
        persona.LabeledAt = time;
        connection.Prepare("""
            insert into persona (id, name, named_at, created_at) values (?1, ?2, ?3, ?3)
            on conflict (id) do update set name = excluded.name, named_at = excluded.named_at
            """).BindText(1, personaId).BindText(2, name).Bind(3, time).Run();
    }

    private void Load(NameTable.Entry persona, ReadOnlySpan<byte> personaId)
    {
        var statement = connection.Prepare("select name, named_at from persona where id = ?1").BindText(1, personaId);
        if (statement.Step())
        {
            persona.Label = statement.IsNull(0) ? [] : statement.Bytes(0).ToArray();
            persona.LabeledAt = statement.Long(1);
        }
        else
        {
            persona.Label = [];
        }

        statement.Reset();
    }
}
