using System.Buffers.Binary;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Storage.Sqlite;

namespace Vitrine.Storage.Writing;

/// <summary>Ids in their column: a UUID as its sixteen bytes, any other as text.</summary>
internal static class FactIds
{
    public static void Bind(SqliteStatement statement, int parameter, FactBatch batch, in FactHeader header)
    {
        // The all-zero UUID cannot be told from none by its number, so it comes as text.
        if (header.IdText != FactBatch.Absent && !batch.Text(header.IdText).SequenceEqual("00000000-0000-0000-0000-000000000000"u8))
        {
            statement.BindText(parameter, batch.Text(header.IdText));
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, header.Uuid);
        statement.BindBlob(parameter, bytes);
    }

    public static void Bind(SqliteStatement statement, int parameter, string id)
    {
        if (IsCanonicalUuid(id)) statement.BindBlob(parameter, Guid.ParseExact(id, "D").ToByteArray(bigEndian: true));
        else statement.BindText(parameter, Encoding.UTF8.GetBytes(id));
    }

    public static string Read(SqliteStatement statement, int column) => statement.IsBlob(column)
        ? new Guid(statement.Bytes(column), bigEndian: true).ToString("D")
        : statement.Text(column)!;

    private static bool IsCanonicalUuid(string id) =>
        id.Length == 36 && Guid.TryParseExact(id, "D", out var uuid) && uuid.ToString("D").Equals(id, StringComparison.Ordinal);
}
