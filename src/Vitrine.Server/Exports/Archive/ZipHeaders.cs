using System.Buffers.Binary;
using System.Text;

namespace Vitrine.Server.Exports.Archive;

/// <summary>A file in an archive, stored as it is.</summary>
/// <param name="Name">ASCII.</param>
/// <param name="Time">When it was made, UTC.</param>
internal sealed record ZipEntry(string Name, DateTime Time, long Length, uint Crc)
{
    /// <summary>Whether its length needs the fields of ZIP64.</summary>
    public bool IsLong => Length >= ZipHeaders.Most32;

    /// <summary>Of the header in front of the bytes.</summary>
    public int HeaderLength => 30 + Name.Length + (IsLong ? 20 : 0);

    /// <param name="offset">Where its header stands.</param>
    public int DirectoryLength(long offset) => 46 + Name.Length + ZipHeaders.DirectoryExtra(this, offset);
}

/// <summary>The records of a ZIP file, after PKWARE's APPNOTE 6.3. What fits into the old fields is written there, so that every reader understands it.</summary>
internal static class ZipHeaders
{
    public const uint Most32 = uint.MaxValue;

    private const ushort Most16 = ushort.MaxValue;
    private const ushort Zip64Field = 1;
    private const ushort Version = 20;
    private const ushort Zip64Version = 45;

    public static byte[] Local(ZipEntry entry)
    {
        var record = new Record(entry.HeaderLength);
        record.Add32(0x04034b50);
        record.Add16(entry.IsLong ? Zip64Version : Version);
        AddCommon(record, entry);
        record.Add32(entry.IsLong ? Most32 : (uint)entry.Length);
        record.Add32(entry.IsLong ? Most32 : (uint)entry.Length);
        record.Add16((ushort)entry.Name.Length);
        record.Add16((ushort)(entry.IsLong ? 20 : 0));
        record.Add(entry.Name);
        if (!entry.IsLong) return record.Bytes;
        record.Add16(Zip64Field);
        record.Add16(16);
        record.Add64(entry.Length);
        record.Add64(entry.Length);
        return record.Bytes;
    }

    public static byte[] Directory(ZipEntry entry, long offset)
    {
        var extra = DirectoryExtra(entry, offset);
        var record = new Record(entry.DirectoryLength(offset));
        record.Add32(0x02014b50);
        record.Add16(extra > 0 ? Zip64Version : Version);
        record.Add16(extra > 0 ? Zip64Version : Version);
        AddCommon(record, entry);
        record.Add32(entry.IsLong ? Most32 : (uint)entry.Length);
        record.Add32(entry.IsLong ? Most32 : (uint)entry.Length);
        record.Add16((ushort)entry.Name.Length);
        record.Add16((ushort)extra);
        // No comment, the first disk, no attributes.
        record.Skip(2 + 2 + 2 + 4);
        record.Add32(offset >= Most32 ? Most32 : (uint)offset);
        record.Add(entry.Name);
        if (extra == 0) return record.Bytes;
        record.Add16(Zip64Field);
        record.Add16((ushort)(extra - 4));
        if (entry.IsLong)
        {
            record.Add64(entry.Length);
            record.Add64(entry.Length);
        }
        if (offset >= Most32) record.Add64(offset);
        return record.Bytes;
    }

    public static int DirectoryExtra(ZipEntry entry, long offset)
    {
        var fields = (entry.IsLong ? 16 : 0) + (offset >= Most32 ? 8 : 0);
        return fields == 0 ? 0 : 4 + fields;
    }

    public static byte[] End(long entries, long directoryOffset, long directoryLength)
    {
        var is64 = entries >= Most16 || directoryOffset >= Most32 || directoryLength >= Most32;
        var record = new Record(22 + (is64 ? 56 + 20 : 0));
        if (is64)
        {
            record.Add32(0x06064b50);
            record.Add64(56 - 12);
            record.Add16(Zip64Version);
            record.Add16(Zip64Version);
            record.Skip(4 + 4);
            record.Add64(entries);
            record.Add64(entries);
            record.Add64(directoryLength);
            record.Add64(directoryOffset);
            record.Add32(0x07064b50);
            record.Skip(4);
            record.Add64(directoryOffset + directoryLength);
            record.Add32(1);
        }
        record.Add32(0x06054b50);
        record.Skip(2 + 2);
        record.Add16((ushort)Math.Min(entries, Most16));
        record.Add16((ushort)Math.Min(entries, Most16));
        record.Add32((uint)Math.Min(directoryLength, Most32));
        record.Add32((uint)Math.Min(directoryOffset, Most32));
        record.Skip(2);
        return record.Bytes;
    }

    // No flags, stored, the time as DOS has it, and the checksum.
    private static void AddCommon(Record record, ZipEntry entry)
    {
        var time = entry.Time.Year < 1980 ? new DateTime(1980, 1, 1) : entry.Time;
        record.Skip(2 + 2);
        record.Add16((ushort)((time.Hour << 11) | (time.Minute << 5) | (time.Second / 2)));
        record.Add16((ushort)(((time.Year - 1980) << 9) | (time.Month << 5) | time.Day));
        record.Add32(entry.Crc);
    }

    private sealed class Record(int length)
    {
        private int position;

        public byte[] Bytes { get; } = new byte[length];

        public void Skip(int count) => position += count;

        public void Add(string ascii) => position += Encoding.ASCII.GetBytes(ascii, Bytes.AsSpan(position));

        public void Add16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

        public void Add32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

        public void Add64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

        private Span<byte> Take(int count)
        {
            position += count;
            return Bytes.AsSpan(position - count, count);
        }
    }
}
