using System.Buffers;
using System.Text.Json;

namespace Vitrine.Storage.Writing;

/// <summary>Names of a fact that count as <c>(other)</c>, kept beside it so that the fact still says what was sent.</summary>
internal sealed class OtherNames
{
    private readonly List<(string Field, byte[] Name)> names = [];

    public bool Any => names.Count > 0;

    public void Clear() => names.Clear();

    public void Add(string field, ReadOnlySpan<byte> name) => names.Add((field, name.ToArray()));

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (field, name) in names) writer.WriteString(field, name);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
