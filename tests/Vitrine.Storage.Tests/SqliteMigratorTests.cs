using SQLitePCL;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

public sealed class SqliteMigratorTests : IDisposable
{
    private const string Family = "Facts";
    private readonly TempFolder folder = new();

    private string Origin => folder.File("facts.db");

    [Fact]
    public void A_kill_at_any_moment_of_a_migration_leaves_a_database_that_starts()
    {
        List<string> images = [];
        using (var connection = Open(Origin))
        {
            // What a kill leaves behind is what the files hold; so copy them every few steps of the engine.
            raw.sqlite3_progress_handler(connection.Handle, 40, _ => Copy(images), null);
            SqliteMigrator.Migrate(connection, Family);
            Copy(images);
        }

        Assert.True(images.Count > 5, $"only {images.Count} moments were seen");
        foreach (var image in images) AssertStarts(image);
    }

    [Fact]
    public void A_log_that_was_written_in_part_leaves_a_database_that_starts()
    {
        List<string> images = [];
        using (var connection = Open(Origin))
        {
            SqliteMigrator.Migrate(connection, Family);
            Copy(images);
        }

        var whole = images[0];
        var log = File.ReadAllBytes(whole + "-wal");
        for (var length = 0L; length < log.Length; length += (3 * 4096) + 17)
        {
            var cut = folder.File($"cut-{length}.db");
            File.Copy(whole, cut);
            File.WriteAllBytes(cut + "-wal", log[..(int)length]);
            AssertStarts(cut);
        }
    }

    [Fact]
    public void A_file_of_the_newest_schema_is_left_as_it_is()
    {
        using var connection = Open(Origin);
        var newest = SqliteMigrator.Migrate(connection, Family);
        connection.Execute("create table mine (x)");
        Assert.Equal(newest, SqliteMigrator.Migrate(connection, Family));
        Assert.Equal(0, connection.Scalar("select count(*) from mine"));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.before-*"));
    }

    [Fact]
    public void A_newer_schema_is_refused_by_name()
    {
        using var connection = Open(Origin);
        var newest = SqliteMigrator.Migrate(connection, Family);
        connection.Execute($"pragma user_version = {newest + 1}");
        var refused = Assert.Throws<NewerSchemaException>(() => SqliteMigrator.Migrate(connection, Family));
        Assert.Contains($"{newest + 1}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Origin, refused.Message, StringComparison.Ordinal);
        Assert.Equal(newest + 1, connection.Scalar("pragma user_version"));
    }

    [Fact]
    public void An_upgrade_keeps_a_copy_of_what_was_there()
    {
        using var connection = Open(Origin);
        var (first, sql) = SqliteMigrator.Scripts(Family)[0];
        connection.Execute(sql);
        connection.Execute($"insert into persona (id, name, named_at, created_at) values ('p', 'Ada', 0, 0); pragma user_version = {first}");
        SqliteMigrator.Migrate(connection, Family);
        using var copy = SqliteConnection.Open($"{Origin}.before-{first + 1}", readOnly: true);
        Assert.Equal(first, copy.Scalar("pragma user_version"));
        Assert.Equal(1, copy.Scalar("select count(*) from persona where id = 'p' and name = 'Ada'"));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.partial"));
    }

    public void Dispose() => folder.Dispose();

    private static SqliteConnection Open(string path)
    {
        var connection = SqliteConnection.Open(path);
        connection.Execute("pragma journal_mode = wal");
        return connection;
    }

    private int Copy(List<string> images)
    {
        var image = folder.File($"image-{images.Count}.db");
        File.Copy(Origin, image);
        if (File.Exists(Origin + "-wal")) File.Copy(Origin + "-wal", image + "-wal");
        images.Add(image);
        return 0;
    }

    private static void AssertStarts(string path)
    {
        using var connection = Open(path);
        var found = connection.Scalar("pragma user_version");
        var newest = SqliteMigrator.Migrate(connection, Family);
        Assert.Equal(newest, connection.Scalar("pragma user_version"));
        using var check = SqliteConnection.Open(path, readOnly: true);
        var statement = check.Prepare("pragma integrity_check");
        Assert.True(statement.Step());
        Assert.True(statement.Text(0) == "ok", $"{path}, found at {found}: {statement.Text(0)}");
    }
}
