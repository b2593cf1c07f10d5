using Vitrine.Core.Blobs;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Blobs;

/// <summary>How a blob's bytes are cut up.</summary>
internal static class BlobChunks
{
    public const int Bytes = 256 * 1024;

    private const int MostOfABlob = 65_536;

    public static void Write(SqliteConnection connection, long blob, ReadOnlySpan<byte> content)
    {
        for (var number = 0; (long)number * Bytes < content.Length; number++)
        {
            var start = number * Bytes;
            connection.Prepare("insert into chunk (key, bytes) values (?1, ?2)")
                .Bind(1, KeyOf(blob, number)).BindBlob(2, content[start..Math.Min(content.Length, start + Bytes)]).Run();
        }
    }

    /// <returns>How many bytes of the piece were copied.</returns>
    /// <exception cref="BlobStoreException">The blob was deleted.</exception>
    public static int Read(SqliteConnection connection, long blob, long number, Span<byte> target)
    {
        var select = connection.Prepare("select bytes from chunk where key = ?1").Bind(1, KeyOf(blob, number));
        if (!select.Step()) throw new BlobStoreException("The bytes were deleted while they were read.");
        var bytes = select.Bytes(0);
        bytes.CopyTo(target);
        select.Reset();
        return target.Length >= bytes.Length ? bytes.Length : throw new InvalidOperationException("A piece is longer than pieces are.");
    }

    public static void Delete(SqliteConnection connection, long blob) =>
        connection.Prepare("delete from chunk where key >= ?1 and key < ?2").Bind(1, KeyOf(blob, 0)).Bind(2, KeyOf(blob + 1, 0)).Run();

    private static long KeyOf(long blob, long number) => number < MostOfABlob ? (blob * MostOfABlob) + number : throw new ArgumentOutOfRangeException(nameof(number), number, "The blob is too long.");
}
