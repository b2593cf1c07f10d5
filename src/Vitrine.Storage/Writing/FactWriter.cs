using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Storage.Facts;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Writes drafted facts into the rows of the open transaction. A fact whose id is there already changes nothing at all: whatever would change
/// something beside the row first makes sure that the fact is new.
/// </summary>
internal sealed class FactWriter(SqliteConnection connection, ProjectPhase phase, int namesPerDay, TimeProvider clock)
{
    private static readonly int PersonaName = FactSchema.Image["persona_name"].Index;
    private static readonly int ImageUrl = FactSchema.Image["image_url"].Index;

    private readonly NameTable names = new(connection, namesPerDay, clock);
    private readonly UserTable users = new(connection);
    private readonly ConversationTable conversations = new(connection);
    private readonly PersonaNames personas = new(connection);
    private readonly LoraSets loraSets = new(connection);
    private readonly SqliteStatement?[] insertRow = new SqliteStatement?[8];
    private readonly SqliteStatement?[] insertText = new SqliteStatement?[8];
    private readonly long[] nextSequence = new long[8];
    private readonly OtherNames otherNames = new();
    private bool knownNew;
    private bool queuesPictures;

    // Whose fact is being written.
    private UserTable.Entry? user;
    private LatestName? personaLabel;

    /// <summary>True where images that are known by an address are queued to be fetched. Set by any thread.</summary>
    public bool QueuesPictures
    {
        get => Volatile.Read(ref queuesPictures);
        set => Volatile.Write(ref queuesPictures, value);
    }

    /// <summary>Facts written in the open transaction, in order.</summary>
    public List<StoredFact> Written { get; } = [];

    /// <summary>After a rollback: nothing that was interned since the last commit exists.</summary>
    public void Forget()
    {
        names.Forget();
        users.Forget();
        conversations.Forget();
        loraSets.Forget();
        Written.Clear();
    }

    /// <summary>After entities were edited past this writer.</summary>
    public void ForgetNames() => names.Forget();

    public void Write(FactBatch batch, ref FactHeader header)
    {
        if (header.Kind == FactKind.Conversation)
        {
            header.Outcome = new ConversationChanges(connection, conversations, phase.Current).Apply(batch, header, ResolveUser(batch, header))
                ? FactOutcome.Stored
                : FactOutcome.Duplicate;
            return;
        }

        var fact = new StoredFact { Kind = header.Kind, Time = header.Time, Duration = -1, PromptHash = header.Kind == FactKind.Image ? header.Derived : 0 };
        knownNew = false;
        user = null;
        personaLabel = null;
        otherNames.Clear();
        header.Outcome = Resolve(batch, header, ref fact) ? Insert(batch, ref header, ref fact) : FactOutcome.Duplicate;
        if (header.Outcome != FactOutcome.Stored) return;
        Written.Add(fact);
        ConfirmNames(batch, header);
    }

    private int ResolveUser(FactBatch batch, in FactHeader header)
    {
        var slice = batch.Values(header)[FactSchema.UserId];
        if (slice == FactBatch.Absent) return 0;
        var known = users.Find(batch.Text(slice)) ?? users.Add(batch.Text(slice));
        var username = batch.Text(batch.Values(header)[FactSchema.Username]);
        var firstName = batch.Text(batch.Values(header)[FactSchema.FirstName]);
        if (UserTable.WouldRename(known, header.Time, username, firstName)) users.Rename(known, header.Time, username, firstName);
        return known.Id;
    }

    // False: the fact turned out to be there already.
    private bool Resolve(FactBatch batch, in FactHeader header, ref StoredFact fact)
    {
        var table = FactTable.Of(header.Kind);
        var values = batch.Values(header);
        if (!ResolveUser(batch, header, values, ref fact)) return false;
        foreach (var column in table.Rows)
        {
            switch (column.Role)
            {
                case ColumnRole.Name or ColumnRole.Endpoint when values[column.Field] != FactBatch.Absent:
                    if (!ResolveName(batch, header, column, table.Schema.Dimensions[column.Slot], values, ref fact)) return false;
                    break;
                case ColumnRole.LoraSet when values[column.Field] != FactBatch.Absent:
                    if (!ResolveLoras(batch, header, column, values, ref fact)) return false;
                    break;
                case ColumnRole.Code:
                    fact.Dimensions[column.Slot] = (int)values[column.Field];
                    break;
                case ColumnRole.Conversation:
                    if (!ResolveConversation(batch, header, values[column.Field], ref fact)) return false;
                    break;
                default:
                    break;
            }
        }

        FactNumbers.Fill(table, values, ref fact);
        return true;
    }

    private bool ResolveUser(FactBatch batch, in FactHeader header, ReadOnlySpan<long> values, ref StoredFact fact)
    {
        if (values[FactSchema.UserId] == FactBatch.Absent) return true;
        var userId = batch.Text(values[FactSchema.UserId]);
        var username = batch.Text(values[FactSchema.Username]);
        var firstName = batch.Text(values[FactSchema.FirstName]);
        user = users.Find(userId);
        if (user is null)
        {
            if (!IsNew(batch, header)) return false;
            user = users.Add(userId);
        }

        if (header.Time < user.FirstSeen)
        {
            if (!IsNew(batch, header)) return false;
            if (user.FirstSeen != UserTable.NeverSeen) CellTable.AddCount(connection, RollupIds.NewUsers, phase.Current.HourOf(user.FirstSeen), -1);
            CellTable.AddCount(connection, RollupIds.NewUsers, phase.Current.HourOf(header.Time), 1);
            users.MoveFirstSeen(user, header.Time);
        }

        if (UserTable.WouldRename(user, header.Time, username, firstName))
        {
            if (!IsNew(batch, header)) return false;
            users.Rename(user, header.Time, username, firstName);
        }

        fact.User = user.Id;
        return true;
    }

    private void ConfirmNames(FactBatch batch, in FactHeader header)
    {
        var values = batch.Values(header);
        personaLabel?.Confirm(batch.Text(values[PersonaName]), header.Time);
        if (user is null) return;
        user.Username.Confirm(batch.Text(values[FactSchema.Username]), header.Time);
        user.FirstName.Confirm(batch.Text(values[FactSchema.FirstName]), header.Time);
    }

    private bool ResolveName(
        FactBatch batch, in FactHeader header, RowColumn column, FactField field, ReadOnlySpan<long> values, ref StoredFact fact)
    {
        var text = batch.Text(column.Role == ColumnRole.Endpoint ? header.Derived : values[column.Field]);
        var entry = names.Find(field.Dimension, text);
        if (entry is null)
        {
            if (!IsNew(batch, header)) return false;
            entry = names.Add(field.Dimension, text);
            if (entry is null)
            {
                entry = names.OtherOf(field.Dimension);
                otherNames.Add(field.Name, text);
            }
        }

        fact.Dimensions[column.Slot] = entry.Id;
        if (field.Dimension != Dimension.Persona) return true;
        var nameSlice = values[PersonaName];
        if (nameSlice == FactBatch.Absent) return true;
        personaLabel = personas.Of(entry, text);
        if (!personaLabel.WouldChange(batch.Text(nameSlice), header.Time)) return true;
        if (!IsNew(batch, header)) return false;
        personas.Rename(personaLabel, text, batch.Text(nameSlice), header.Time);
        return true;
    }

    private bool ResolveLoras(FactBatch batch, in FactHeader header, RowColumn column, ReadOnlySpan<long> values, ref StoredFact fact)
    {
        var set = loraSets.Find(batch.Text(values[column.Field]));
        if (set is null)
        {
            if (!IsNew(batch, header)) return false;
            set = loraSets.Add(batch.Text(values[column.Field]), names, otherNames);
        }

        fact.Dimensions[column.Slot] = set.Value;
        return true;
    }

    private bool ResolveConversation(FactBatch batch, in FactHeader header, long slice, ref StoredFact fact)
    {
        var conversation = conversations.Find(batch.Text(slice));
        if (conversation is null)
        {
            if (!IsNew(batch, header)) return false;
            conversation = conversations.Add(batch.Text(slice), fact.User, header.Time);
            CellTable.AddCount(connection, FactKind.Conversation, phase.Current.HourOf(header.Time), 1);
        }

        var isEarlier = !conversation.CreatedKnown && header.Time < conversation.CreatedAt;
        var bringsUser = conversation.User == 0 && fact.User != 0;
        if (isEarlier || bringsUser)
        {
            if (!IsNew(batch, header)) return false;
            if (isEarlier) ConversationChanges.MoveCreated(connection, conversation, header.Time, phase.Current);
            if (bringsUser) conversation.User = fact.User;
            conversations.Save(conversation);
        }

        fact.Conversation = conversation.Id;
        return true;
    }

    private bool IsNew(FactBatch batch, in FactHeader header)
    {
        if (knownNew) return true;
        var statement = connection.Prepare($"select 1 from {FactTable.Of(header.Kind).Name} where id = ?1");
        FactIds.Bind(statement, 1, batch, header);
        knownNew = !statement.Step();
        statement.Reset();
        return knownNew;
    }

    private FactOutcome Insert(FactBatch batch, ref FactHeader header, ref StoredFact fact)
    {
        var table = FactTable.Of(header.Kind);
        var statement = insertRow[(int)header.Kind] ??= connection.Prepare(table.InsertRow);
        BindRow(statement, table, batch, header, fact);
        while (true)
        {
            fact.Key = FactKey.Of(header.Time, nextSequence[(int)header.Kind]);
            statement.Bind(1, fact.Key);
            try
            {
                statement.Step();
                statement.Reset();
                break;
            }
            catch (SqliteException error) when (error.IsKeyTaken)
            {
                if (!TakeFreeSequence(table, header)) return Refuse(ref header, "too_many_at_once");
            }
        }

        nextSequence[(int)header.Kind] = (nextSequence[(int)header.Kind] + 1) & FactKey.MaxSequence;
        if (connection.Changes == 0) return FactOutcome.Duplicate;
        InsertText(batch, header, table, fact);
        if (header.Kind == FactKind.Image && QueuesPictures) QueuePicture(batch, header);
        return FactOutcome.Stored;
    }

    // The sequence runs on through all milliseconds, so a key is taken only where it came round to the same millisecond again.
    private bool TakeFreeSequence(FactTable table, in FactHeader header)
    {
        var first = FactKey.First(header.Time);
        var statement = connection.Prepare($"select max(key) from {table.Name} where key between ?1 and ?2");
        statement.Bind(1, first).Bind(2, first | FactKey.MaxSequence).Step();
        var last = statement.Long(0) & FactKey.MaxSequence;
        statement.Reset();
        if (last < FactKey.MaxSequence)
        {
            nextSequence[(int)header.Kind] = last + 1;
            return true;
        }

        var gap = connection.Prepare($"""
            select key + 1 from {table.Name} as low
            where key between ?1 and ?2 - 1 and not exists (select 1 from {table.Name} as high where high.key = low.key + 1)
            limit 1
            """);
        gap.Bind(1, first).Bind(2, first | FactKey.MaxSequence);
        var found = gap.Step();
        if (found) nextSequence[(int)header.Kind] = gap.Long(0) & FactKey.MaxSequence;
        gap.Reset();
        return found;
    }

    private static FactOutcome Refuse(ref FactHeader header, string code)
    {
        header.RefusalCode = code;
        return FactOutcome.Refused;
    }

    private static void BindRow(SqliteStatement statement, FactTable table, FactBatch batch, in FactHeader header, in StoredFact fact)
    {
        var values = batch.Values(header);
        for (var index = 1; index < table.Rows.Length; index++)
        {
            var column = table.Rows[index];
            var number = column.Role switch
            {
                ColumnRole.Micros => header.Time % 1000,
                ColumnRole.User => fact.User,
                ColumnRole.Conversation => fact.Conversation,
                ColumnRole.Name or ColumnRole.Endpoint or ColumnRole.LoraSet or ColumnRole.Code => fact.Dimensions[column.Slot],
                ColumnRole.PromptHash => fact.PromptHash,
                _ => 0,
            };
            switch (column.Role)
            {
                case ColumnRole.Id:
                    FactIds.Bind(statement, index + 1, batch, header);
                    break;
                case ColumnRole.Number:
                    if (values[column.Field] == FactBatch.Absent) statement.BindNull(index + 1);
                    else statement.Bind(index + 1, values[column.Field]);
                    break;
                case ColumnRole.Micros:
                    statement.Bind(index + 1, number);
                    break;
                default:
                    if (number == 0) statement.BindNull(index + 1);
                    else statement.Bind(index + 1, number);
                    break;
            }
        }
    }

    private void QueuePicture(FactBatch batch, in FactHeader header)
    {
        var slice = batch.Values(header)[ImageUrl];
        if (slice == FactBatch.Absent || !IsAddress(batch.Text(slice))) return;
        var insert = connection.Prepare("insert into image_fetch (image_id, attempts, next_at) values (?1, 0, ?2) on conflict do nothing");
        FactIds.Bind(insert, 1, batch, header);
        insert.Bind(2, FactTime.Now(clock)).Run();
    }

    private static bool IsAddress(ReadOnlySpan<byte> url) => Ascii.EqualsIgnoreCase(url[..Math.Min(url.Length, 7)], "http://"u8) || Ascii.EqualsIgnoreCase(url[..Math.Min(url.Length, 8)], "https://"u8);

    private void InsertText(FactBatch batch, in FactHeader header, FactTable table, in StoredFact fact)
    {
        var values = batch.Values(header);
        if (header.Kind == FactKind.ApiCall) FactDerivations.DropTemplate(batch, header);
        var any = otherNames.Any;
        foreach (var column in table.Texts) any |= values[column.Field] != FactBatch.Absent;
        if (!any) return;
        var statement = insertText[(int)header.Kind] ??= connection.Prepare(table.InsertText);
        statement.Bind(1, fact.Key);
        for (var index = 0; index < table.Texts.Length; index++)
        {
            var slice = values[table.Texts[index].Field];
            if (slice == FactBatch.Absent) statement.BindNull(index + 2);
            else statement.BindText(index + 2, batch.Text(slice));
        }

        if (otherNames.Any) statement.BindText(table.Texts.Length + 2, otherNames.ToJson());
        else statement.BindNull(table.Texts.Length + 2);
        statement.Run();
    }
}
