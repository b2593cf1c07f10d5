using System.IO.Compression;
using Vitrine.Core.Blobs;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Exports.Archive;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Exports;

public sealed class PictureArchiveTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_any_byte_on_an_archive_has_the_same_bytes()
    {
        var archive = Of([.. Enumerable.Range(0, 20).Select(number => Row($"i-{number}", number % 3 == 0 ? null : 1 + (number * 37)))]);
        var whole = await WriteAsync(archive, 0, long.MaxValue);
        Assert.Equal((await MeasureAsync(archive)).Length, whole.Length);
        for (var cut = 0; cut <= whole.Length; cut += 13)
        {
            Assert.Equal(whole[cut..], await WriteAsync(archive, cut, whole.Length));
            Assert.Equal(whole[(cut / 2)..cut], await WriteAsync(archive, cut / 2, cut));
        }
    }

    [Fact]
    public async Task What_is_not_asked_for_is_not_read()
    {
        var opened = 0;
        List<ArchiveRow> rows = [.. Enumerable.Range(0, 10).Select(number => Row($"i-{number}", 1000))];
        var archive = new PictureArchive(
            _ => rows.ToAsyncEnumerable(), (looked, _) => looked,
            (picture, offset, length, _) =>
            {
                opened++;
                return Open(picture, offset, length);
            },
            DateTime.UnixEpoch);
        var plan = await MeasureAsync(archive);
        await WriteAsync(archive, plan.PicturesLength - 500, plan.Length);
        Assert.Equal(1, opened);
        await WriteAsync(archive, plan.PicturesLength, plan.Length);
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Images_that_come_in_between_are_none_of_it_and_those_that_go_break_it_off()
    {
        List<ArchiveRow> rows = [.. Enumerable.Range(0, 5).Select(number => Row($"i-{number}", 100))];
        var archive = new PictureArchive(_ => rows.ToList().ToAsyncEnumerable(), (looked, _) => looked, (picture, offset, length, _) => Open(picture, offset, length), DateTime.UnixEpoch);
        var plan = await MeasureAsync(archive);
        var whole = await WriteAsync(archive, 0, plan.Length, plan);
        rows.Insert(2, Row("late", 100));
        rows.Insert(0, Row("new", 100));
        Assert.Equal(whole, await WriteAsync(archive, 0, plan.Length, plan));
        rows.RemoveAt(2);
        await Assert.ThrowsAsync<ArchiveChangedException>(() => WriteAsync(archive, 0, plan.Length, plan));
        await Assert.ThrowsAsync<ArchiveChangedException>(() => WriteAsync(archive, plan.DirectoryOffset, plan.Length, plan));
    }

    [Fact]
    public async Task More_files_than_the_old_format_can_count_are_all_there()
    {
        var archive = Of([.. Enumerable.Range(0, 70_000).Select(number => Row($"i-{number}", 1))]);
        using var zip = new ZipArchive(new MemoryStream(await WriteAsync(archive, 0, long.MaxValue)));
        Assert.Equal(70_001, zip.Entries.Count);
        Assert.Equal(70_001, zip.Entries.Select(entry => entry.FullName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(zip.Entries[65_999].Crc32, Crc32.Of(Read(zip.Entries[65_999])));
    }

    [Fact]
    public async Task Files_behind_four_gigabytes_are_found()
    {
        const int Length = 250 * 1024 * 1024;
        List<ArchiveRow> rows = [.. Enumerable.Range(0, 18).Select(number => Row($"i-{number}", Length)), Row("last", 1000)];
        var archive = new PictureArchive(
            _ => rows.ToAsyncEnumerable(), (looked, _) => looked,
            (picture, offset, length, _) => picture.Length == Length ? Task.FromResult<Stream?>(new Zeros(length)) : Open(picture, offset, length),
            DateTime.UnixEpoch);
        var plan = await MeasureAsync(archive);
        using var folder = new TempFolder();
        await using (var file = new FileStream(folder.File("large.zip"), FileMode.CreateNew))
        {
            // Zeros are holes in the file, and take no room.
            await using var sparse = new Sparse(file);
            await archive.WriteAsync(plan, new RangeOutput(sparse, 0, plan.Length), Cancel);
            file.SetLength(plan.Length);
        }
        await using var zip = await ZipFile.OpenReadAsync(folder.File("large.zip"), Cancel);
        Assert.Equal(20, zip.Entries.Count);
        Assert.Equal(Length, zip.Entries[17].Length);
        Assert.Equal(zip.Entries[18].Crc32, Crc32.Of(Read(zip.Entries[18])));
        Assert.Equal(19, Text(zip.GetEntry(PictureArchive.ManifestName)!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Two_thousand_pictures_take_no_more_memory_than_a_few()
    {
        const int Length = 512 * 1024;
        var archive = new PictureArchive(
            _ => Enumerable.Range(0, 2_000).ToAsyncEnumerable().Select(number => Row($"i-{number}", Length)), (looked, _) => looked,
            (_, _, length, _) => Task.FromResult<Stream?>(new Zeros(length)), DateTime.UnixEpoch);
        var plan = await MeasureAsync(archive);
        await using var counted = new Watched();
        await archive.WriteAsync(plan, new RangeOutput(counted, 0, plan.Length), Cancel);
        Assert.Equal(plan.Length, counted.Length);
        Assert.InRange(plan.Length, 2_000L * Length, 2_000L * (Length + 2_000));
        Assert.InRange(counted.MostMemory - counted.Before, long.MinValue, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData("0192f3a4-0000-7000-8000-000000000001", "^images/2025-03-10/120000-0192f3a4-0000-7000-8000-000000000001\\.png$")]
    [InlineData("../../etc/passwd", "^images/2025-03-10/120000-______etc_passwd-[0-9a-f]{16}\\.png$")]
    [InlineData("C:\\windows\\system32", "^images/2025-03-10/120000-__[a-z0-9_]*-[0-9a-f]{16}\\.png$")]
    public void A_name_stays_in_its_folder(string id, string name) => Assert.Matches(name, Row(id, 1).Entry!.Name);

    [Fact]
    public void Ids_that_look_alike_have_names_that_do_not()
    {
        string[] ids = ["a/b", "a_b", "a\\b", "A_B", "a:b", "con", "CON", new string('x', 64), new string('x', 65), new string('x', 66), "ж", "é", "\0"];
        var names = ids.Select(id => Row(id, 1).Entry!.Name).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.Matches("^images/2025-03-10/120000-[a-z0-9_-]+\\.png$", name));
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void A_checksum_is_that_of_zip(string text, uint crc) => Assert.Equal(crc, Crc32.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    private static PictureArchive Of(IReadOnlyList<ArchiveRow> rows) => new(_ => rows.ToAsyncEnumerable(), (looked, _) => looked, (picture, offset, length, _) => Open(picture, offset, length), DateTime.UnixEpoch);

    private static async Task<ArchivePlan> MeasureAsync(PictureArchive archive) => await archive.MeasureAsync(int.MaxValue, Cancel) ?? throw new InvalidOperationException("Too many.");

    private static async Task<byte[]> WriteAsync(PictureArchive archive, long from, long to, ArchivePlan? plan = null)
    {
        plan ??= await MeasureAsync(archive);
        using var stream = new MemoryStream();
        await archive.WriteAsync(plan, new RangeOutput(stream, from, Math.Min(to, plan.Length)), Cancel);
        return stream.ToArray();
    }

    /// <param name="length">Null for an image without a picture.</param>
    private static ArchiveRow Row(string id, int? length)
    {
        var values = new object?[FactSchema.Image.Fields.Count];
        values[FactSchema.Image["prompt"].Index] = "a castle by the sea";
        var image = new FactRecord(FactKind.Image, id, FactTime.From(Some.Noon), values);
        if (length is not { } bytes) return new ArchiveRow(id, image, null, ArchiveGaps.Elsewhere);
        var crc = bytes > 100_000 ? 7 : Crc32.Of(Bytes(bytes));
        return new ArchiveRow(id, image, new PictureRecord(Bucket.GeneratedImages, default, new PictureInfo(PictureFormat.Png, 1, 1, 1), bytes, 0, Crc32: crc), null);
    }

    private static byte[] Bytes(long length) => [.. Enumerable.Range(0, (int)length).Select(place => (byte)((place * 31) ^ length))];

    private static Task<Stream?> Open(PictureRecord picture, long offset, long length) =>
        Task.FromResult<Stream?>(new MemoryStream(Bytes(picture.Length)[(int)offset..(int)(offset + length)]));

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string Text(ZipArchiveEntry entry) => System.Text.Encoding.UTF8.GetString(Read(entry));

    /// <summary>So many zeros.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(left, count);
            buffer.AsSpan(offset, read).Clear();
            left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Counts what is written.</summary>
    private class Counting : Stream
    {
        private long length;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => length;

        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    private sealed class Sparse(FileStream file) : Counting
    {
        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (buffer.AsSpan(offset, count).ContainsAnyExcept((byte)0)) file.Write(buffer, offset, count);
            else file.Seek(count, SeekOrigin.Current);
        }
    }

    /// <summary>Looks at the memory that is held while it is written to.</summary>
    private sealed class Watched : Counting
    {
        private int writes;

        public long Before { get; } = GC.GetTotalMemory(forceFullCollection: true);

        public long MostMemory { get; private set; }

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (++writes % 2_000 == 0) MostMemory = Math.Max(MostMemory, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
