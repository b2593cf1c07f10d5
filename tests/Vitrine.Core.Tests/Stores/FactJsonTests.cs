using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;

namespace Vitrine.Core.Tests.Stores;

public class FactJsonTests
{
    [Theory]
    [InlineData(FactKind.Image, "generation_time", 12_345_678L, "12.345678")]
    [InlineData(FactKind.Image, "cost", 1L, "0.000000001")]
    [InlineData(FactKind.Image, "bytes", 1234L, "1234")]
    [InlineData(FactKind.Image, "source", "scheduler", "\"scheduler\"")]
    [InlineData(FactKind.Image, "prompt", "a \"quoted\" castle", "\"a \\u0022quoted\\u0022 castle\"")]
    [InlineData(FactKind.Image, "meta", "{\"b\": 1.50, \"a\":[]}", "{\"b\": 1.50, \"a\":[]}")]
    [InlineData(FactKind.Activity, "details", "\"plain text\"", "\"plain text\"")]
    [InlineData(FactKind.Command, "success", 0L, "false")]
    [InlineData(FactKind.Command, "success", 1L, "true")]
    [InlineData(FactKind.Command, "guild_id", null, "null")]
    [InlineData(FactKind.ApiCall, "endpoint", "/users/42?x=1", "\"/users/42?x=1\"")]
    public void A_value_is_written_in_its_fields_own_way(FactKind kind, string field, object? value, string json)
    {
        var record = Record(kind, (field, value));
        Assert.Equal(json, Json(writer => FactJson.WriteValue(writer, record, FactSchema.Of(kind)[field])));
    }

    [Theory]
    [InlineData(30L, 12L, "42")]
    [InlineData(null, 12L, "12")]
    [InlineData(30L, null, "30")]
    [InlineData(null, null, "null")]
    public void The_tokens_of_a_message_are_the_sum(object? input, object? output, string json)
    {
        var record = Record(FactKind.Message, ("input_tokens", input), ("output_tokens", output));
        Assert.Equal(json, Json(writer => FactJson.WriteValue(writer, record, FactSchema.Message["tokens"])));
    }

    [Fact]
    public void A_fact_has_every_field_of_its_kind()
    {
        foreach (var schema in FactSchema.All)
        {
            using var json = JsonDocument.Parse(Json(writer => FactJson.Write(writer, Record(schema.Kind))));
            Assert.Equal(
                ["id", "kind", "created_at", .. schema.Fields.Select(field => field.Name)],
                json.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.Equal("2025-01-01T00:00:00.000001Z", json.RootElement.GetProperty("created_at").GetString());
        }
    }

    private static FactRecord Record(FactKind kind, params (string Field, object? Value)[] values)
    {
        var record = new FactRecord(kind, "id-1", 1_735_689_600_000_001, new object?[FactSchema.Of(kind).Fields.Count]);
        foreach (var (field, value) in values) record.Values[FactSchema.Of(kind)[field].Index] = value;
        return record;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream)) write(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
