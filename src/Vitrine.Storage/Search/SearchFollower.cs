using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;
using Vitrine.Storage.Writing;

namespace Vitrine.Storage.Search;

/// <summary>
/// Follows the arrivals and indexes their texts in a file of its own, so that the index never slows a commit and can be thrown away. An arrival and
/// the note that it is indexed are one transaction: after a kill nothing is indexed twice or left out.
/// </summary>
internal sealed class SearchFollower : IDisposable
{
    private const int FactsPerRebuildCommit = 20_000;
    private static readonly TimeSpan HeldBack = TimeSpan.FromMilliseconds(200);
    private readonly string factsPath;
    private readonly string searchPath;
    private readonly SemaphoreSlim woken = new(0, 1);
    private readonly Thread thread;
    private volatile bool stopping;
    private readonly long maxLag;
    private long consumed;
    private readonly IngestPressure ingest;
    private bool heldBack;

    private SearchFollower(string factsPath, string searchPath, long maxLag, IngestPressure ingest)
    {
        this.maxLag = maxLag;
        this.ingest = ingest;
        this.factsPath = factsPath;
        this.searchPath = searchPath;
        thread = new Thread(Run) { IsBackground = true, Name = "vitrine search" };
    }

    /// <summary>Arrivals up to this one are in the index.</summary>
    public long Consumed => Interlocked.Read(ref consumed);

    /// <summary>What went wrong with the last attempt, or null.</summary>
    public string? LastError { get; private set; }

    public static SearchFollower Start(string factsPath, string searchPath, long maxLag, IngestPressure ingest)
    {
        using (var search = OpenIndex(searchPath)) SqliteMigrator.Migrate(search, "Search");
        var follower = new SearchFollower(factsPath, searchPath, maxLag, ingest);
        follower.thread.Start();
        follower.Wake();
        return follower;
    }

    /// <summary>Something was derived. While ingest has work waiting, indexing steps back, within the lag that is allowed.</summary>
    public void Wake()
    {
        try
        {
            woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already and will look again.
        }
    }

    private static SqliteConnection OpenIndex(string path)
    {
        var connection = SqliteConnection.Open(path);
        connection.Execute("pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -8192; pragma temp_store = memory");
        return connection;
    }

    private void Run()
    {
        using var facts = SqliteConnection.Open(factsPath);
        facts.Execute("pragma query_only = 1");
        using var search = OpenIndex(searchPath);
        while (true)
        {
            woken.Wait(heldBack ? HeldBack : Timeout.InfiniteTimeSpan);
            if (stopping) return;
            try
            {
                Follow(facts, search);
                LastError = null;
            }
            catch (SqliteException error)
            {
                // The index lags until the next arrival wakes it; nothing is lost, since progress was not noted.
                LastError = error.Message;
                if (search.InTransaction) search.Execute("rollback");
                if (facts.InTransaction) facts.Execute("rollback");
            }
        }
    }

    private void Follow(SqliteConnection facts, SqliteConnection search)
    {
        var progress = search.Scalar("select seq from progress") ?? 0;
        var isHalfBuilt = search.Scalar("select building from progress") != 0;
        var oldest = facts.Scalar("select min(seq) from arrival");
        var misses = oldest is { } first ? first > progress + 1 : facts.Scalar("select seq from sqlite_sequence where name = 'arrival'") > progress;
        if (isHalfBuilt || misses) progress = IndexAll(facts, search);
        Interlocked.Exchange(ref consumed, progress);
        while (!stopping && !MayWait(facts, progress) && IndexNext(facts, search, ref progress)) Interlocked.Exchange(ref consumed, progress);
    }

    private bool MayWait(SqliteConnection facts, long progress)
    {
        heldBack = false;
        if (!ingest.IsHigh) return false;
        var arrivals = facts.Prepare("select sum(facts) from arrival where seq > ?1").Bind(1, progress);
        arrivals.Step();
        var lag = arrivals.Long(0);
        arrivals.Reset();
        heldBack = lag is > 0 && lag <= maxLag;
        return lag <= maxLag;
    }

    private bool IndexNext(SqliteConnection facts, SqliteConnection search, ref long progress)
    {
        var arrival = facts.Prepare("select seq, keys from arrival where seq > ?1 order by seq limit 1").Bind(1, progress);
        if (!arrival.Step())
        {
            arrival.Reset();
            return false;
        }

        var seq = arrival.Long(0);
        if (seq > progress + 1)
        {
            // A rebuild or a reset came while the arrivals before it were followed.
            arrival.Reset();
            progress = IndexAll(facts, search);
            return true;
        }

        var keys = ArrivalBlob.Decode(arrival.Bytes(1));
        arrival.Reset();
        search.Execute("begin immediate");
        // One snapshot for all of them: each read alone would lock and unlock the file.
        facts.Execute("begin");
        foreach (var (kind, key) in keys) IndexOne(facts, search, kind, key);
        facts.Execute("rollback");
        search.Prepare("update progress set seq = ?1").Bind(1, seq).Run();
        search.Execute("commit");
        progress = seq;
        return true;
    }

    private static void IndexOne(SqliteConnection facts, SqliteConnection search, FactKind kind, long key)
    {
        var select = facts.Prepare(kind == FactKind.Image
            ? "select coalesce(prompt, full_prompt) from image_text where key = ?1"
            : "select text from message_text where key = ?1").Bind(1, key);
        if (select.Step() && !select.IsNull(0)) Insert(search, kind, key, select.Bytes(0));
        select.Reset();
    }

    // All that was derived in one snapshot of the facts: what comes later arrives by itself.
    private long IndexAll(SqliteConnection facts, SqliteConnection search)
    {
        search.Execute("""
            update progress set building = 1;
            insert into search_image (search_image) values ('delete-all');
            insert into search_message (search_message) values ('delete-all');
            """);
        facts.Execute("begin");
        // Also where the snapshot is one from before a reset: then the next look finds the gap.
        var seq = facts.Scalar("select seq from sqlite_sequence where name = 'arrival'") ?? 0;
        IndexAll(facts, search, FactKind.Image, """
            select image_text.key, coalesce(prompt, full_prompt) from image_text
            where key <= (select key from watermark where kind = 1) and not exists (select 1 from late where kind = 1 and late.key = image_text.key)
            """);
        IndexAll(facts, search, FactKind.Message, """
            select message_text.key, text from message_text
            where key <= (select key from watermark where kind = 2) and not exists (select 1 from late where kind = 2 and late.key = message_text.key)
            """);
        facts.Execute("rollback");
        if (stopping) return 0;
        search.Prepare("update progress set seq = ?1, building = 0").Bind(1, seq).Run();
        if (search.Scalar("pragma freelist_count") * 2 > search.Scalar("pragma page_count")) search.Execute("vacuum");
        return seq;
    }

    private void IndexAll(SqliteConnection facts, SqliteConnection search, FactKind kind, string sql)
    {
        var select = facts.Prepare(sql);
        var count = 0;
        search.Execute("begin immediate");
        while (!stopping && select.Step())
        {
            if (select.IsNull(1)) continue;
            Insert(search, kind, select.Long(0), select.Bytes(1));
            if (++count % FactsPerRebuildCommit == 0) search.Execute("commit; begin immediate");
        }

        select.Reset();
        search.Execute("commit");
    }

    private static void Insert(SqliteConnection search, FactKind kind, long key, ReadOnlySpan<byte> text)
    {
        var insert = search.Prepare(kind == FactKind.Image
            ? "insert into search_image (rowid, text) values (?1, ?2)"
            : "insert into search_message (rowid, text) values (?1, ?2)").Bind(1, key);
        if (Ascii.IsValid(text)) insert.BindText(2, text).Run();
        else insert.Bind(2, SearchText.Index(Encoding.UTF8.GetString(text))).Run();
    }

    public void Dispose()
    {
        stopping = true;
        Wake();
        thread.Join();
        woken.Dispose();
    }
}
