using System.Buffers;
using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>Collects what happens in the demo, in whatever order, and gives it back in the order of time.</summary>
internal sealed class DemoJournal(Random random)
{
    private readonly PriorityQueue<byte[], (long Time, long Sequence)> facts = new();
    private readonly ArrayBufferWriter<byte> buffer = new();
    private long sequence;

    /// <summary>Notes a fact.</summary>
    /// <param name="id">Null: one is made that carries the time.</param>
    public void Add(FactKind kind, long time, DemoUser? user, Action<Utf8JsonWriter> fields, string? id = null)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind.WireName());
            json.WriteString("id", id ?? NewId(time));
            json.WriteString("timestamp", FactTime.ToWire(time));
            if (user is not null)
            {
                json.WriteString("user_id", user.Id);
                json.WriteString("username", user.Username);
                json.WriteString("first_name", user.FirstName);
            }
            fields(json);
            json.WriteEndObject();
        }
        facts.Enqueue(buffer.WrittenSpan.ToArray(), (time, sequence++));
    }

    /// <summary>A UUIDv7 of that time, the same in every run.</summary>
    public string NewId(long time)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        var milliseconds = time / 1000;
        for (var index = 0; index < 6; index++) bytes[index] = (byte)(milliseconds >> (8 * (5 - index)));
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>Takes out what happened before a time.</summary>
    public IEnumerable<byte[]> TakeUntil(long time)
    {
        while (facts.TryPeek(out var fact, out var key) && key.Time < time)
        {
            facts.Dequeue();
            yield return fact;
        }
    }
}
