using System.Text;
using Vitrine.Core.Pictures;

namespace Vitrine.Media.Worker;

internal enum WorkerTask : byte
{
    Prepare = 1,
    Clean = 2,
    Draw = 3,
    Measure = 4,
}

/// <summary>
/// What goes over the pipes between the server and a worker: a task is its number, the length of its bytes, the bytes; an answer is 0 and what was made,
/// or 1 and why not. Little-endian, as <see cref="BinaryWriter"/> writes.
/// </summary>
internal static class WorkerProtocol
{
    private const byte Done = 0;
    private const byte Refused = 1;

    public static byte[] WriteTask(WorkerTask task, ReadOnlySpan<byte> bytes)
    {
        using var frame = new MemoryStream(bytes.Length + 8);
        using var writer = new BinaryWriter(frame, Encoding.UTF8);
        writer.Write((byte)task);
        writer.Write(bytes.Length);
        writer.Write(bytes);
        return frame.ToArray();
    }

    /// <returns>Null at the end of the input.</returns>
    public static (WorkerTask Task, byte[] Bytes)? ReadTask(BinaryReader reader, int maxBytes)
    {
        var first = reader.BaseStream.ReadByte();
        if (first < 0) return null;
        var length = reader.ReadInt32();
        if (length < 0 || length > maxBytes) throw new InvalidDataException($"A task of {length} bytes.");
        return ((WorkerTask)first, reader.ReadBytes(length));
    }

    public static void WriteRefusal(BinaryWriter writer, string code, string detail)
    {
        writer.Write(Refused);
        writer.Write(code);
        writer.Write(detail);
        writer.Flush();
    }

    public static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(Done);
        WriteBytes(writer, bytes);
        writer.Flush();
    }

    public static void Write(BinaryWriter writer, PictureInfo info)
    {
        writer.Write(Done);
        WriteInfo(writer, info);
        writer.Flush();
    }

    public static void Write(BinaryWriter writer, PreparedPicture picture)
    {
        writer.Write(Done);
        WriteInfo(writer, picture.Info);
        writer.Write(picture.Colour);
        writer.Write(picture.Thumbnails.Count);
        foreach (var thumbnail in picture.Thumbnails)
        {
            writer.Write(thumbnail.Size);
            writer.Write(thumbnail.Width);
            writer.Write(thumbnail.Height);
            WriteBytes(writer, thumbnail.Bytes.Span);
        }
        writer.Flush();
    }

    public static PictureInfo ReadInfo(BinaryReader reader)
    {
        ThrowIfRefused(reader);
        return new PictureInfo((PictureFormat)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
    }

    public static PreparedPicture ReadPicture(BinaryReader reader)
    {
        var info = ReadInfo(reader);
        var colour = reader.ReadString();
        var thumbnails = new Thumbnail[reader.ReadInt32()];
        for (var index = 0; index < thumbnails.Length; index++)
            thumbnails[index] = new Thumbnail(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), ReadBytes(reader));
        return new PreparedPicture(info, colour, thumbnails);
    }

    public static byte[] ReadAnswer(BinaryReader reader)
    {
        ThrowIfRefused(reader);
        return ReadBytes(reader);
    }

    private static void WriteInfo(BinaryWriter writer, PictureInfo info)
    {
        writer.Write((byte)info.Format);
        writer.Write(info.Width);
        writer.Write(info.Height);
        writer.Write(info.Frames);
    }

    private static void ThrowIfRefused(BinaryReader reader)
    {
        if (reader.ReadByte() == Refused) throw new PictureRefusedException(reader.ReadString(), reader.ReadString());
    }

    private static void WriteBytes(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException();
    }
}
