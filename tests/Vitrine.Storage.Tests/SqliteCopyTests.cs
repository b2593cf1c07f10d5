using SQLitePCL;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Storage.Tests;

public sealed class SqliteCopyTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_copy_is_one_moment_although_the_source_is_written_all_the_while()
    {
        using var writer = Fill(rows: 20_000);
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = new Thread(() =>
        {
            // Both tables in each transaction: a copy that mixes moments has more in one than in the other.
            while (!stop.IsCancellationRequested)
            {
                writer.Execute("begin; insert into a (text) values (randomblob(500)); insert into b (text) values (randomblob(500)); commit");
                Interlocked.Increment(ref written);
            }
        });
        writing.Start();
        try
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref written) > 0, TimeSpan.FromSeconds(30)));
            var before = Volatile.Read(ref written);
            Assert.Equal(7, SqliteCopy.Make(folder.File("source.db"), folder.File("copy.db"), Cancellation));
            using var copy = SqliteConnection.Open(folder.File("copy.db"), readOnly: true);
            Assert.Equal(copy.Scalar("select count(*) from a"), copy.Scalar("select count(*) from b"));
            Assert.True(copy.Scalar("select count(*) from a") >= 20_000 + before);
            var check = copy.Prepare("pragma integrity_check");
            Assert.True(check.Step());
            Assert.Equal("ok", check.Text(0));
        }
        finally
        {
            stop.Cancel();
            writing.Join();
        }
    }

    [Fact]
    public void A_copy_that_is_not_wanted_any_more_stops()
    {
        using var writer = Fill(rows: 10);
        Assert.Throws<OperationCanceledException>(() => SqliteCopy.Make(folder.File("source.db"), folder.File("copy.db"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_is_no_database_is_said()
    {
        File.WriteAllText(folder.File("source.db"), new string('x', 10_000));
        var error = Assert.Throws<SqliteException>(() => SqliteCopy.Make(folder.File("source.db"), folder.File("copy.db"), Cancellation));
        Assert.Equal(raw.SQLITE_NOTADB, error.PrimaryCode);
    }

    public void Dispose() => folder.Dispose();

    private SqliteConnection Fill(int rows)
    {
        var connection = SqliteConnection.Open(folder.File("source.db"));
        connection.Execute($"""
            pragma journal_mode = wal; pragma synchronous = off; pragma user_version = 7;
            create table a (id integer primary key, text blob); create table b (id integer primary key, text blob);
            begin;
            with recursive n(i) as (select 1 union all select i + 1 from n where i < {rows}) insert into a (text) select randomblob(500) from n;
            insert into b select * from a;
            commit;
            """);
        return connection;
    }
}
