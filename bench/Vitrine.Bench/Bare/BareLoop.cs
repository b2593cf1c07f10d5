using System.Diagnostics;
using System.Text;
using SQLitePCL;
using Vitrine.Bench.Facts;

namespace Vitrine.Bench.Bare;

/// <summary>
/// What batches are measured against: prepared statements that insert an image's row and its texts, with the indexes that the store
/// keeps (unique id; user and key) and nothing derived. 1,000 facts a transaction, synchronous=FULL, a write-ahead log grown beforehand.
/// </summary>
internal sealed class BareLoop : IDisposable
{
    private const int FactsPerTransaction = 1000;

    private const string Schema = """
        create table image (key integer primary key, id not null unique, micros integer not null, user integer, source integer not null,
            persona_id integer, dataset_id integer, style integer, model integer, provider integer, resolution integer, format integer,
            quality integer, status integer not null, aspect_ratio integer, loras integer, generation_time integer, gpu_time integer,
            cost integer, bytes integer, width integer, height integer, upscale_factor integer, reference_images_count integer,
            prompt_hash integer);
        create index image_user on image (user, key);
        create table image_text (key integer primary key, prompt text, full_prompt text, negative_prompt text, image_url text, loras text,
            unique_visual_elements text, error text, meta text, other_names text);
        """;

    private const string InsertRow = """
        insert into image (key, id, micros, user, source, persona_id, style, model, provider, resolution, format, quality, status,
            generation_time, cost, bytes, prompt_hash) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
        """;

    private const string InsertText = "insert into image_text (key, prompt, image_url, meta) values (?1, ?2, ?3, ?4)";

    private readonly sqlite3 database;
    private readonly sqlite3_stmt row;
    private readonly sqlite3_stmt text;
    private readonly Row[] rows;
    private readonly int[] users = new int[65_521];
    private readonly Uuid7 uuids = new(seed: 3);
    private long written;
    private long lastMillisecond;
    private long sequence;

    public BareLoop(string file)
    {
        Batteries_V2.Init();
        var isNew = !File.Exists(file);
        Check(raw.sqlite3_open(file, out database));
        Execute("pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384; pragma cache_size = -32768;");
        if (isNew) Execute(Schema);
        GrowLog();
        Check(raw.sqlite3_prepare_v2(database, InsertRow, out row));
        Check(raw.sqlite3_prepare_v2(database, InsertText, out text));
        var random = new Random(3);
        rows = [.. ImageSample.Make(1024, seed: 3).Select(sample => new Row(sample, random))];
        var zipf = new Zipf(ImageSample.Users);
        for (var index = 0; index < users.Length; index++) users[index] = zipf.Next(random) + 1;
    }

    /// <summary>Inserts facts at their times and answers how many a second went in.</summary>
    /// <param name="count">A multiple of 1,000 wastes no transaction.</param>
    /// <param name="time">The time of the n-th fact, microseconds.</param>
    public double Insert(int count, Func<long, long> time)
    {
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done += FactsPerTransaction)
        {
            Execute("begin immediate");
            for (var index = done; index < Math.Min(count, done + FactsPerTransaction); index++) Insert(time(index));
            Execute("commit");
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        row.Dispose();
        text.Dispose();
        database.Dispose();
    }

    private void Insert(long microseconds)
    {
        var millisecond = microseconds / 1000;
        sequence = millisecond == lastMillisecond ? sequence + 1 : 0;
        lastMillisecond = millisecond;
        var key = (millisecond << 21) | sequence;
        var fact = rows[written % rows.Length];
        Span<byte> uuid = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(uuid, uuids.Next(millisecond));

        Check(raw.sqlite3_bind_int64(row, 1, key));
        Check(raw.sqlite3_bind_blob(row, 2, uuid));
        Check(raw.sqlite3_bind_int64(row, 3, microseconds % 1000));
        Check(raw.sqlite3_bind_int64(row, 4, users[written % users.Length]));
        for (var index = 0; index < fact.Numbers.Length; index++) Check(raw.sqlite3_bind_int64(row, 5 + index, fact.Numbers[index]));
        Step(row);
        Check(raw.sqlite3_bind_int64(text, 1, key));
        Check(raw.sqlite3_bind_text(text, 2, fact.Prompt));
        Check(raw.sqlite3_bind_text(text, 3, fact.Url));
        Check(raw.sqlite3_bind_text(text, 4, fact.Meta));
        Step(text);
        written++;
    }

    // So that commits overwrite the log and do not extend it.
    private void GrowLog()
    {
        Execute("create table if not exists grow (filler); begin; insert into grow values (zeroblob(67108864)); commit; delete from grow;");
        Execute("pragma wal_checkpoint(restart)");
    }

    private void Execute(string sql) => Check(raw.sqlite3_exec(database, sql));

    private void Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE) Check(result);
        Check(raw.sqlite3_reset(statement));
    }

    private void Check(int result)
    {
        if (result is not raw.SQLITE_OK) throw new InvalidOperationException(raw.sqlite3_errmsg(database).utf8_to_string());
    }

    private sealed class Row
    {
        public Row(ImageSample sample, Random random)
        {
            Prompt = new byte[ImageSample.PromptBytes];
            Vocabulary.Write(Prompt, random);
            Url = Encoding.UTF8.GetBytes(sample.ImageUrl);
            Meta = Encoding.UTF8.GetBytes(sample.Meta);
            Numbers =
            [
                (long)sample.Source, Name(sample.Persona), Name(sample.Style), Name(sample.Model), Name(sample.Provider),
                Name(sample.Resolution), Name(sample.Format), Name(sample.Quality), 1, sample.GenerationMicroseconds,
                sample.CostNanodollars, sample.Bytes, random.NextInt64(),
            ];
        }

        public byte[] Prompt { get; }

        public byte[] Url { get; }

        public byte[] Meta { get; }

        public long[] Numbers { get; }

        // As small as interned names are.
        private static long Name(string name) => Math.Abs(name.Aggregate(7, (hash, letter) => (hash * 31) + letter) % 200) + 3;
    }
}
