using Vitrine.Core.Facts;
using Vitrine.Storage.Rollups;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>
/// Applies created, ended and deleted to a conversation so that any order of arrival leaves the same: a status only ever moves on, from active to
/// ended to deleted.
/// </summary>
internal sealed class ConversationChanges(SqliteConnection connection, ConversationTable conversations, HourPhase phase)
{
    /// <returns>False where the change was known already.</returns>
    public bool Apply(FactBatch batch, in FactHeader header, int user)
    {
        var values = batch.Values(header);
        var conversationId = batch.Text(values[FactSchema.Conversation["conversation_id"].Index]);
        var action = batch.Text(values[FactSchema.Conversation["action"].Index]);
        var meta = batch.Text(values[FactSchema.Meta]);
        var conversation = conversations.Find(conversationId);
        var changed = conversation is null;
        if (conversation is null)
        {
            conversation = conversations.Add(conversationId, user, header.Time);
            CellTable.AddCount(connection, FactKind.Conversation, phase.HourOf(header.Time), 1);
        }

        var created = action.SequenceEqual("created"u8);
        if (created && (!conversation.CreatedKnown || header.Time < conversation.CreatedAt))
        {
            MoveCreated(connection, conversation, header.Time, phase);
            conversation.CreatedKnown = true;
            changed = true;
        }
        else if (!conversation.CreatedKnown && header.Time < conversation.CreatedAt)
        {
            MoveCreated(connection, conversation, header.Time, phase);
            changed = true;
        }

        var status = created ? ConversationStatus.Active
            : action.SequenceEqual("ended"u8) ? ConversationStatus.Ended
            : ConversationStatus.Deleted;
        if (status > conversation.Status)
        {
            conversation.Status = status;
            changed = true;
        }

        if (user != 0 && conversation.User != user && (created || conversation.User == 0))
        {
            conversation.User = user;
            changed = true;
        }

        if (!meta.IsEmpty && !meta.SequenceEqual(conversation.Meta))
        {
            conversation.Meta = meta.ToArray();
            changed = true;
        }

        if (header.Time > conversation.UpdatedAt)
        {
            conversation.UpdatedAt = header.Time;
            changed = true;
        }

        if (changed) conversations.Save(conversation);
        return changed;
    }

    public static void MoveCreated(SqliteConnection connection, ConversationTable.Entry conversation, long time, HourPhase phase)
    {
        CellTable.AddCount(connection, FactKind.Conversation, phase.HourOf(conversation.CreatedAt), -1);
        CellTable.AddCount(connection, FactKind.Conversation, phase.HourOf(time), 1);
        conversation.CreatedAt = time;
    }
}
