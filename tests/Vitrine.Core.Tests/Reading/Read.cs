using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Testing;

namespace Vitrine.Core.Tests.Reading;

/// <summary>Bodies as the tests write them, and what was read as the tests compare it.</summary>
internal static class Read
{
    public static DateTimeOffset Now { get; } = Some.Noon;

    public static FactReading Body(string json, FactKind? kind = null, string? idempotencyKey = null, IngestOptions? options = null) =>
        Body(Encoding.UTF8.GetBytes(json), kind, idempotencyKey, options);

    public static FactReading Body(byte[] utf8, FactKind? kind = null, string? idempotencyKey = null, IngestOptions? options = null)
    {
        var body = ArrayPool<byte>.Shared.Rent(utf8.Length + 16);
        utf8.CopyTo(body, 0);
        return new FactReader(options ?? new IngestOptions()).Read(body, utf8.Length, kind, Now, idempotencyKey);
    }

    /// <summary>The values of the only fact, as text by wire name; absent fields are left out.</summary>
    public static IReadOnlyDictionary<string, string> One(string json, FactKind? kind = null)
    {
        using var reading = Body(json, kind);
        Assert.Null(reading.BodyRefusal);
        Assert.Empty(reading.Refused);
        return Assert.Single(All(reading.Batch));
    }

    public static Refusal Refused(string json, FactKind? kind = null, IngestOptions? options = null)
    {
        using var reading = Body(json, kind, options: options);
        Assert.Null(reading.BodyRefusal);
        Assert.Equal(0, reading.Batch.Count);
        return Assert.Single(reading.Refused);
    }

    public static Refusal BodyRefused(byte[] utf8, IngestOptions? options = null)
    {
        using var reading = Body(utf8, options: options);
        Assert.NotNull(reading.BodyRefusal);
        return reading.BodyRefusal;
    }

    public static Refusal BodyRefused(string json, IngestOptions? options = null) => BodyRefused(Encoding.UTF8.GetBytes(json), options);

    public static List<IReadOnlyDictionary<string, string>> All(FactBatch batch)
    {
        var facts = new List<IReadOnlyDictionary<string, string>>();
        foreach (ref var header in batch.Headers)
        {
            var fact = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["kind"] = header.Kind.WireName(),
                ["id"] = header.IdText == FactBatch.Absent ? Uuid(header.Uuid) : Encoding.UTF8.GetString(batch.Text(header.IdText)),
                ["time"] = FactTime.ToWire(header.Time),
            };
            var values = batch.Values(header);
            foreach (var field in FactSchema.Of(header.Kind).Fields)
            {
                var value = values[field.Index];
                if (value == FactBatch.Absent) continue;
                fact[field.Name] = field.IsText ? Encoding.UTF8.GetString(batch.Text(value)) : value.ToString(CultureInfo.InvariantCulture);
            }
            facts.Add(fact);
        }
        return facts;
    }

    private static string Uuid(UInt128 uuid)
    {
        var hex = uuid.ToString("x32");
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}
