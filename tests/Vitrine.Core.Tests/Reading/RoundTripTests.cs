using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Testing;

namespace Vitrine.Core.Tests.Reading;

public sealed class RoundTripTests
{
    private static readonly string[] Texts = ["plain", "with \"quotes\" and \\", "line\nbreak\t", "é", "東京の猫", "😀🏳️‍🌈", "</script>", "a+b&c", " "];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_facts_come_out_as_they_went_in(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            TestFact[] facts = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => RandomFact(random))];
            using var expected = Batches.Of(facts);
            using var array = Read.Body(Wire.Array(facts));
            using var lines = Read.Body(Wire.Ndjson(facts));
            Assert.Empty(array.Refused);
            Assert.Equal(Read.All(expected), Read.All(array.Batch));
            Assert.Equal(Read.All(expected), Read.All(lines.Batch));
        }
    }

    [Fact]
    public void Cut_and_mutated_bodies_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(11);
        for (var round = 0; round < 5_000; round++)
        {
            var facts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomFact(random));
            var body = Encoding.UTF8.GetBytes(random.Next(2) == 0 ? Wire.Array(facts) : Wire.Ndjson(facts));
            if (random.Next(3) == 0) body = body[..random.Next(body.Length)];
            for (var change = random.Next(1, 6); change > 0 && body.Length > 0; change--)
                body[random.Next(body.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : "\\\"{}[]:,u0dD8e-. "u8[random.Next(17)];
            using var reading = Read.Body(body);
            Assert.True(reading.BodyRefusal is not null || reading.Batch.Count + reading.Refused.Count == reading.Count);
            foreach (ref var header in reading.Batch.Headers) AssertSound(reading.Batch, header);
        }
    }

    private static void AssertSound(FactBatch batch, in FactHeader header)
    {
        foreach (var field in FactSchema.Of(header.Kind).Fields)
        {
            var value = batch.Values(header)[field.Index];
            if (field.Required) Assert.NotEqual(FactBatch.Absent, value);
            if (!field.IsText || value == FactBatch.Absent) continue;
            var text = batch.Text(value);
            Assert.True(System.Text.Unicode.Utf8.IsValid(text));
            Assert.True(text.Length <= field.MaxBytes);
            if (field.Type != FieldType.Json) continue;
            var reader = new Utf8JsonReader(text);
            using var document = JsonDocument.ParseValue(ref reader);
        }
    }

    private static TestFact RandomFact(Random random)
    {
        var kind = (FactKind)random.Next(1, 7);
        var fact = Some.Fact(kind).At(FactTime.From(Read.Now) - random.NextInt64(FactTime.MicrosecondsPerDay * 365));
        if (random.Next(3) == 0) fact = fact.Named(Pick(random, "x", "É", "0", "message 7"));
        foreach (var field in fact.Schema.Fields.Where(field => field.Type != FieldType.Code && random.Next(2) == 0))
        {
            if (field.Name is "status" or "action" or "tokens" or "input_tokens" or "output_tokens") continue;
            fact = fact.With(field.Name, RandomValue(random, field));
        }
        if (kind == FactKind.Image && random.Next(4) == 0) fact = fact.With("status", "failed");
        if (kind != FactKind.Message) return fact;
        fact = fact.With("role", Pick(random, "user", "assistant", "system"));
        if (random.Next(2) == 0) return fact.With("tokens", random.NextInt64(100_000));
        return fact.With("input_tokens", random.NextInt64(100_000)).With("output_tokens", random.NextInt64(100_000));
    }

    private static object RandomValue(Random random, FactField field) => field.Type switch
    {
        FieldType.Integer => field.Name == "status_code" ? random.NextInt64(100, 600) : random.NextInt64(10_000_000_000),
        FieldType.Duration => random.NextInt64(3_600_000_000),
        FieldType.Money => random.NextInt64(1_000_000_000_000),
        FieldType.Flag => random.Next(2) == 0,
        FieldType.Json => field.Name == "loras"
            ? Pick(random, """["a","b"]""", """[{"name":"a","weight":0.5}]""", "\"[\\\"a\\\"]\"")
            : Pick(random, """{"a":[1,2.5,null]}""", "\"text\"", "12", "true", """{"is_auto_followup":true}""", """{ "source" : "history_start" }""", "[]"),
        _ when field.MaxBytes < 32 => Pick(random, "GET", "POST"),
        _ => Texts[random.Next(Texts.Length)],
    };

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];
}
