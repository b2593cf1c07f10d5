using Vitrine.Server.Import;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Import;

public sealed class DatabaseSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public void The_tables_of_a_chat_platform_become_facts()
    {
        Databases.WriteChatPlatform(folder.File("analytics.db"));
        var notes = new List<string>();
        var rows = Reading.Rows(folder.File("analytics.db"), Reading.Options(), notes);

        Assert.Equal(
            ["activity", "activity", "conversation", "conversation", "conversation", "message", "message", "api_call"],
            rows.Select(row => row.Text("kind")!));
        Assert.Equal(Enumerable.Range(1, 8).Select(position => (long)position), rows.Select(row => row.Position));
        var login = rows[0];
        Assert.Equal(("u1", "ada", "login", "203.0.113.7"), (login.Text("user_id"), login.Text("username"), login.Text("activity_type"), login.Text("ip_address")));
        Assert.Equal("2025-11-08 12:34:56.123456", login.Text("timestamp"));
        Assert.Equal("free", login.Fact.GetProperty("extra_data").GetProperty("plan").GetString());
        Assert.Equal("plain", rows[1].Fact.GetProperty("extra_data").GetString());
        Assert.Equal("m2", rows[6].Text("id"));
        Assert.Equal(("150", "gpt-3.5-turbo", "1.25"), (rows[6].Text("tokens"), rows[6].Text("model"), rows[6].Text("response_time")));
        Assert.Contains(notes, note => note.StartsWith("Table daily_stats left out", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.StartsWith("Table alembic_version left out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_conversation_is_created_when_it_was_and_ends_when_it_changed_last()
    {
        Databases.WriteChatPlatform(folder.File("analytics.db"));
        var events = Reading.Rows(folder.File("analytics.db"), Reading.Options()).Where(row => row.Table == "conversation_metrics").ToList();
        Assert.Equal(
            [("c1", "created", "2025-11-08 12:34:57"), ("c2", "created", "2025-11-08 12:35:00"), ("c2", "deleted", "2025-11-08 13:00:00")],
            events.Select(row => (row.Text("conversation_id")!, row.Text("action")!, row.Text("timestamp")!)));
        Assert.Equal(3, events.Select(row => row.Text("id")).Distinct().Count());
    }

    [Fact]
    public void The_tables_of_a_bot_become_facts()
    {
        Databases.WriteBot(folder.File("analytics.db"));
        var rows = Reading.Rows(folder.File("analytics.db"), Reading.Options());
        Assert.Equal(["activity", "command", "command", "image"], rows.Select(row => row.Text("kind")!));
        Assert.Equal(("reaction", "g1"), (rows[0].Text("activity_type"), rows[0].Text("guild_id")));
        Assert.Equal(("imagine", "1", "3.5", "1762605296.25"), (rows[1].Text("command_name"), rows[1].Text("success"), rows[1].Text("execution_time"), rows[1].Text("timestamp")));
        Assert.Equal("0", rows[2].Text("success"));
        Assert.Equal(("a fox", "3.25", "2"), (rows[3].Text("prompt"), rows[3].Text("generation_time"), rows[3].Text("upscale_factor")));
        Assert.Equal("film-grain", rows[3].Fact.GetProperty("loras")[0].GetString());
    }

    [Fact]
    public void The_numbers_of_a_table_are_not_ids_of_facts_and_derived_ids_stay_the_same()
    {
        Databases.WriteBot(folder.File("analytics.db"));
        var ids = Reading.Rows(folder.File("analytics.db"), Reading.Options()).ConvertAll(row => row.Text("id"));
        Assert.All(ids, id => Assert.Equal(8, Guid.Parse(id!).Version));
        Assert.Equal(4, ids.Distinct().Count());
        Assert.Equal(ids, Reading.Rows(folder.File("analytics.db"), Reading.Options()).ConvertAll(row => row.Text("id")));
    }

    [Fact]
    public void Nothing_is_written_beside_the_file()
    {
        Databases.WriteBot(folder.File("analytics.db"));
        var before = File.GetLastWriteTimeUtc(folder.File("analytics.db"));
        Reading.Rows(folder.File("analytics.db"), Reading.Options());
        Assert.Equal([folder.File("analytics.db")], Directory.GetFiles(folder.Path));
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder.File("analytics.db")));
    }

    [Fact]
    public void A_table_without_the_columns_it_should_have_is_left_out_and_said_so()
    {
        Databases.Write(folder.File("x.db"), "create table api_usage (path text); create table image_stats (user_id text, prompt text, timestamp real);");
        var notes = new List<string>();
        Assert.Empty(Reading.Rows(folder.File("x.db"), Reading.Options(), notes));
        Assert.Contains("Table api_usage left out: it has no column endpoint, method, status_code, timestamp.", notes);
    }

    [Fact]
    public void A_database_without_any_known_table_is_an_error_that_names_what_is_there()
    {
        Databases.Write(folder.File("x.db"), "create table invoices (id integer primary key)");
        var error = Assert.Throws<ImportFormatException>(() => Reading.Rows(folder.File("x.db"), Reading.Options()));
        Assert.Contains("invoices", error.Message);
    }

    public void Dispose() => folder.Dispose();
}
