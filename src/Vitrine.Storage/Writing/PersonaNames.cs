using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Names of personas that images bring along: the latest one stands.</summary>
internal sealed class PersonaNames(SqliteConnection connection)
{
    public LatestName Of(NameTable.Entry persona, ReadOnlySpan<byte> personaId) => persona.Label ??= Load(personaId);

    public void Rename(LatestName label, ReadOnlySpan<byte> personaId, ReadOnlySpan<byte> name, long time)
    {
        label.Change(name, time);
        connection.Prepare("""
            insert into persona (id, name, named_at, created_at) values (?1, ?2, ?3, ?3)
            on conflict (id) do update set name = excluded.name, named_at = excluded.named_at
            """).BindText(1, personaId).BindText(2, name).Bind(3, time).Run();
    }

    private LatestName Load(ReadOnlySpan<byte> personaId)
    {
        var label = new LatestName();
        var statement = connection.Prepare("select name, named_at from persona where id = ?1").BindText(1, personaId);
        if (statement.Step() && !statement.IsNull(0)) label.Change(statement.Bytes(0), statement.Long(1));
        statement.Reset();
        return label;
    }
}
