using Vitrine.Core.Facts;
using Vitrine.Storage.Import;

namespace Vitrine.Server.Import;

/// <summary>A table of a database file and the kind of facts that its rows are.</summary>
/// <param name="Name">As the app named it.</param>
/// <param name="Kind">Its rows' kind.</param>
/// <param name="Needs">Columns without which the table is not the one that its name promises; alternatives are parted by a bar.</param>
internal sealed record KnownTable(string Name, FactKind Kind, params string[] Needs);

/// <summary>Finds the tables of chat platforms and Discord bots that Vitrine can read, and says which ones it leaves out.</summary>
internal static class DatabaseTables
{
    // user_activity is in both apps; the chat platform has activity_type, the bot action_type, and the field knows both names.
    private static readonly KnownTable[] Known =
    [
        new("user_activity", FactKind.Activity, "user_id", "activity_type|action_type", "timestamp"),
        new("conversation_metrics", FactKind.Conversation, "conversation_id", "status", "created_at"),
        new("message_metrics", FactKind.Message, "message_id", "conversation_id", "role", "created_at"),
        new("api_usage", FactKind.ApiCall, "endpoint", "method", "status_code", "timestamp"),
        new("command_usage", FactKind.Command, "command_name", "user_id", "timestamp"),
        new("image_stats", FactKind.Image, "user_id", "prompt", "timestamp"),
    ];

    public static IReadOnlyList<KnownTable> Find(SqliteTableReader database, ICollection<string> notes)
    {
        foreach (var name in database.Tables.Where(name => Known.All(table => table.Name != name)))
        {
            notes.Add(name == "daily_stats"
                ? "Table daily_stats left out: Vitrine counts the days itself."
                : $"Table {name} left out: Vitrine does not know it.");
        }
        var found = new List<KnownTable>();
        foreach (var table in Known.Where(table => database.Tables.Contains(table.Name, StringComparer.Ordinal)))
        {
            var columns = database.Columns(table.Name);
            var missing = table.Needs.Where(need => !need.Split('|').Intersect(columns, StringComparer.Ordinal).Any()).ToList();
            if (missing.Count == 0) found.Add(table);
            else notes.Add($"Table {table.Name} left out: it has no column {string.Join(", ", missing.Select(need => need.Replace("|", " or ", StringComparison.Ordinal)))}.");
        }
        return found;
    }
}
