using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Http;

namespace Vitrine.Server.Tracking;

/// <summary>Writes what became of the facts.</summary>
internal static class TrackAnswer
{
    private const string StoreRefused = "The store cannot keep this fact.";

    /// <summary>The answer to one fact outside an array: written, or the problem that it is.</summary>
    public static Problem? WriteSingle(HttpResponse response, FactBatch batch)
    {
        ref readonly var header = ref batch.Headers[0];
        if (header.Outcome == FactOutcome.Refused) return RefusalProblems.Of(header.RefusalCode ?? RefusalCodes.InvalidValue, StoreRefused, null);
        Span<byte> id = stackalloc byte[128];
        var idLength = WriteId(batch, header, id);
        var isNew = header.Outcome == FactOutcome.Stored;
        var start = isNew ? "{\"stored\":1,\"duplicates\":0,\"refused\":[],\"id\":\""u8 : "{\"stored\":0,\"duplicates\":1,\"refused\":[],\"id\":\""u8;
        var encoded = header.IdText == FactBatch.Absent ? default : JsonEncodedText.Encode(id[..idLength]);
        var written = header.IdText == FactBatch.Absent ? id[..idLength] : encoded.EncodedUtf8Bytes;
        var length = start.Length + written.Length + 2;
        response.ContentType = "application/json";
        response.ContentLength = length;
        var target = response.BodyWriter.GetSpan(length);
        start.CopyTo(target);
        written.CopyTo(target[start.Length..]);
        "\"}"u8.CopyTo(target[(start.Length + written.Length)..]);
        response.BodyWriter.Advance(length);
        return null;
    }

    /// <summary>The answer to an array or to lines.</summary>
    public static Problem? Write(HttpResponse response, FactReading reading)
    {
        var refused = reading.Refused;
        int stored = 0, duplicates = 0;
        foreach (ref readonly var header in reading.Batch.Headers)
        {
            switch (header.Outcome)
            {
                case FactOutcome.Stored:
                    stored++;
                    break;
                case FactOutcome.Duplicate:
                    duplicates++;
                    break;
                default:
                    refused = [.. refused, new Refusal(header.Index, header.RefusalCode ?? RefusalCodes.InvalidValue, StoreRefused)];
                    break;
            }
        }
        response.ContentType = "application/json";
        using var writer = new Utf8JsonWriter(response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteNumber("stored", stored);
        writer.WriteNumber("duplicates", duplicates);
        writer.WriteStartArray("refused");
        foreach (var refusal in refused.OrderBy(refusal => refusal.Index))
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", refusal.Index);
            writer.WriteString("code", refusal.Code);
            writer.WriteString("detail", refusal.Detail);
            if (refusal.Field is not null) writer.WriteString("field", refusal.Field);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        return null;
    }

    private static int WriteId(FactBatch batch, in FactHeader header, Span<byte> target)
    {
        if (header.IdText != FactBatch.Absent)
        {
            var text = batch.Text(header.IdText);
            text.CopyTo(target);
            return text.Length;
        }
        var guid = new Guid((uint)(header.Uuid >> 96), (ushort)(header.Uuid >> 80), (ushort)(header.Uuid >> 64),
            (byte)(header.Uuid >> 56), (byte)(header.Uuid >> 48), (byte)(header.Uuid >> 40), (byte)(header.Uuid >> 32),
            (byte)(header.Uuid >> 24), (byte)(header.Uuid >> 16), (byte)(header.Uuid >> 8), (byte)header.Uuid);
        guid.TryFormat(target, out var written);
        return written;
    }
}
