using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Reading;

/// <summary>Reads whole facts, with the names that their users and personas have now.</summary>
internal sealed class RecordReader(Snapshot snapshot, FactTable table)
{
    private readonly Dictionary<long, (string UserId, string? Username, string? FirstName)> users = [];
    private readonly Dictionary<string, string?> personas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long?> deletions = new(StringComparer.Ordinal);
    private readonly string sql = $"""
        select {string.Join(", ", table.Rows.Select(column => $"{table.Name}.{column.Name}"))},
            {string.Join(", ", table.Texts.Select(column => $"{table.Name}_text.{column.Name}"))}, other_names
        from {table.Name} left join {table.Name}_text on {table.Name}_text.key = {table.Name}.key
        where {table.Name}.key = ?1
        """;

    public FactRecord Read(long key)
    {
        var row = snapshot.Connection.Prepare(sql).Bind(1, key);
        if (!row.Step()) throw new InvalidDataException($"There is no {table.Name} {key}.");
        var values = new object?[table.Schema.Fields.Count];
        string? id = null;
        string? endpoint = null;
        var micros = 0;
        for (var index = 0; index < table.Rows.Length; index++)
        {
            var column = table.Rows[index];
            if (row.IsNull(index)) continue;
            switch (column.Role)
            {
                case ColumnRole.Id:
                    id = FactIds.Read(row, index);
                    break;
                case ColumnRole.Micros:
                    micros = row.Int(index);
                    break;
                case ColumnRole.User:
                    FillUser(values, row.Long(index));
                    break;
                case ColumnRole.Conversation:
                    values[column.Field] = ConversationId(row.Long(index));
                    break;
                case ColumnRole.Name or ColumnRole.Code:
                    values[column.Field] = Name(column, row.Long(index));
                    break;
                case ColumnRole.Endpoint:
                    endpoint = Name(column, row.Long(index));
                    break;
                case ColumnRole.Number:
                    values[column.Field] = row.Long(index);
                    break;
                default:
                    break;
            }
        }

        for (var index = 0; index < table.Texts.Length; index++)
        {
            var text = row.Text(table.Rows.Length + index);
            if (text is not null) values[table.Texts[index].Field] = text;
        }

        var otherNames = row.Text(table.Rows.Length + table.Texts.Length);
        row.Reset();
        if (otherNames is not null) RestoreNames(values, otherNames);
        var time = FactKey.Time(key, micros);
        Complete(values, endpoint, time);
        return new FactRecord(table.Kind, id!, time, values);
    }

    private string? Name(RowColumn column, long key) =>
        snapshot.Names.Name(snapshot.Connection, table.Schema.Dimensions[column.Slot].Dimension, key);

    private void FillUser(object?[] values, long user)
    {
        if (!users.TryGetValue(user, out var names))
        {
            var select = snapshot.Connection.Prepare("select user_id, username, first_name from user where id = ?1").Bind(1, user);
            if (!select.Step()) throw new InvalidDataException($"User {user} is not in the table of users.");
            names = (select.Text(0)!, select.Text(1), select.Text(2));
            select.Reset();
            users.Add(user, names);
        }

        values[FactSchema.UserId] = names.UserId;
        values[FactSchema.Username] = names.Username;
        values[FactSchema.FirstName] = names.FirstName;
    }

    private string? ConversationId(long conversation)
    {
        var select = snapshot.Connection.Prepare("select conversation_id from conversation where id = ?1").Bind(1, conversation);
        var id = select.Step() ? select.Text(0) : null;
        select.Reset();
        return id;
    }

    // What the row counts as (other) is shown as it was sent.
    private void RestoreNames(object?[] values, string otherNames)
    {
        using var document = JsonDocument.Parse(otherNames);
        foreach (var member in document.RootElement.EnumerateObject()) values[table.Schema[member.Name].Index] = member.Value.GetString();
    }

    private void Complete(object?[] values, string? endpoint, long time)
    {
        switch (table.Kind)
        {
            case FactKind.Image:
                if (values[table.Schema["persona_id"].Index] is string persona) values[table.Schema["persona_name"].Index] = PersonaName(persona);
                if (values[table.Schema["dataset_id"].Index] is string dataset && time < DeletionOf(dataset)) values[table.Schema["dataset_id"].Index] = null;
                break;
            case FactKind.Message:
                var input = (long?)values[table.Schema["input_tokens"].Index];
                var output = (long?)values[table.Schema["output_tokens"].Index];
                if (input is not null || output is not null) values[table.Schema["tokens"].Index] = (input ?? 0) + (output ?? 0);
                break;
            case FactKind.ApiCall when (string?)values[table.Schema["endpoint"].Index] is var sent:
                var named = endpoint == NameTable.Other && sent is not null && sent.Contains(' ', StringComparison.Ordinal) ? sent : endpoint!;
                var space = named.IndexOf(' ', StringComparison.Ordinal);
                values[table.Schema["method"].Index] = space < 0 ? null : named[..space];
                values[table.Schema["endpoint"].Index] = sent is null || ReferenceEquals(named, sent) ? named[(space + 1)..] : sent;
                break;
            default:
                break;
        }
    }

    private long? DeletionOf(string dataset)
    {
        if (deletions.TryGetValue(dataset, out var deletedAt)) return deletedAt;
        var select = snapshot.Connection.Prepare("select deleted_at from deleted_dataset where id = ?1").Bind(1, dataset);
        deletedAt = select.Step() ? select.Long(0) : null;
        select.Reset();
        return deletions[dataset] = deletedAt;
    }

    private string? PersonaName(string persona)
    {
        if (personas.TryGetValue(persona, out var name)) return name;
        var select = snapshot.Connection.Prepare("select name from persona where id = ?1").Bind(1, persona);
        name = select.Step() ? select.Text(0) : null;
        select.Reset();
        return personas[persona] = name;
    }
}
