using System.Buffers;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Facts.Reading;
using Vitrine.Server.Demo;

namespace Vitrine.Server.Tests.Demo;

public sealed class DemoDaysTests
{
    private static readonly DateTimeOffset End = new(2026, 3, 16, 18, 30, 0, TimeSpan.Zero);
    private static readonly Lazy<List<JsonElement>> Facts = new(() => Read(1, End).ConvertAll(json => JsonDocument.Parse(json).RootElement));

    [Fact]
    public void The_same_seed_and_end_make_the_same_facts()
    {
        Assert.Equal(Read(7, End).Take(2000), Read(7, End).Take(2000));
        Assert.NotEqual(Read(7, End)[0], Read(8, End)[0]);
    }

    [Fact]
    public void There_are_enough_facts_for_ninety_days_in_the_order_of_time()
    {
        Assert.InRange(Facts.Value.Count, 60_000, 110_000);
        var times = Facts.Value.ConvertAll(Time);
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[0], End.AddDays(-90), End.AddDays(-89));
        Assert.InRange(times[^1], End.AddHours(-1), End);
    }

    [Fact]
    public void Every_fact_is_taken_by_the_reader_of_facts()
    {
        var reader = new FactReader(new IngestOptions());
        foreach (var batch in Read(1, End).Chunk(1000))
        {
            var body = batch.SelectMany(json => json.Append((byte)'\n')).ToArray();
            var rented = ArrayPool<byte>.Shared.Rent(body.Length);
            body.CopyTo(rented, 0);
            using var reading = reader.Read(rented, body.Length, kind: null, End);
            Assert.Null(reading.BodyRefusal);
            Assert.Empty(reading.Refused);
            Assert.Equal(batch.Length, reading.Batch.Count);
        }
    }

    [Fact]
    public void Ids_are_unique() =>
        Assert.Equal(Facts.Value.Count, Facts.Value.Select(fact => fact.GetProperty("id").GetString()).Distinct().Count());

    [Fact]
    public void Every_field_appears()
    {
        foreach (var schema in FactSchema.All)
        {
            var seen = Facts.Value.Where(fact => Kind(fact) == schema.Kind.WireName()).SelectMany(fact => fact.EnumerateObject().Select(member => member.Name)).ToHashSet();
            var missing = schema.Fields.Where(field => field.Type != FieldType.Code && !seen.Contains(field.Name)).Select(field => field.Name);
            Assert.Equal([], missing);
            Assert.Equal([], seen.Except(schema.Fields.Select(field => field.Name)).Except(["kind", "id", "timestamp"]));
        }
    }

    [Fact]
    public void Evenings_are_busier_than_nights_and_weekdays_than_weekends()
    {
        var times = Facts.Value.ConvertAll(Time);
        var evenings = times.Count(time => time.Hour is >= 18 and < 22);
        var nights = times.Count(time => time.Hour is >= 1 and < 5);
        Assert.InRange((double)evenings / nights, 3, 15);
        var weekend = times.Count(time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) / 2.0;
        Assert.InRange((times.Count - (weekend * 2)) / 5 / weekend, 1.15, 1.6);
    }

    [Fact]
    public void The_app_grows()
    {
        var times = Facts.Value.ConvertAll(Time);
        var first = times.Count(time => time < End.AddDays(-60));
        var last = times.Count(time => time >= End.AddDays(-30));
        Assert.InRange((double)last / first, 1.4, 2.6);
    }

    [Fact]
    public void One_afternoon_fails_and_is_slow()
    {
        var images = Facts.Value.Where(fact => Kind(fact) == "image").ToList();
        var start = new DateTimeOffset(2026, 3, 4, 13, 0, 0, TimeSpan.Zero);
        var bad = images.Where(fact => Time(fact) >= start && Time(fact) < start.AddHours(4)).ToList();
        var others = images.Except(bad).ToList();
        Assert.InRange(FailureRate(bad), 0.3, 0.6);
        Assert.InRange(FailureRate(others), 0.01, 0.05);
        Assert.True(bad.Average(Seconds) > 2.5 * others.Average(Seconds));

        static double FailureRate(List<JsonElement> facts) => (double)facts.Count(fact => fact.GetProperty("status").GetString() == "failed") / facts.Count;
        static double Seconds(JsonElement fact) => fact.GetProperty("generation_time").GetDouble();
    }

    [Fact]
    public void A_few_users_do_most_and_prompts_come_in_several_scripts()
    {
        var users = Facts.Value.CountBy(fact => fact.GetProperty("user_id").GetString()!).OrderByDescending(pair => pair.Value).ToList();
        Assert.InRange(users.Count, 1_200, 1_500);
        Assert.InRange((double)users.Take(users.Count / 10).Sum(pair => pair.Value) / Facts.Value.Count, 0.3, 0.8);
        var prompts = Facts.Value.Where(fact => Kind(fact) == "image").Select(fact => fact.GetProperty("prompt").GetString()!).ToList();
        Assert.Contains(prompts, prompt => prompt.Any(letter => letter is >= 'ぁ' and <= 'ん'));
        Assert.Contains(prompts, prompt => prompt.Any(letter => letter is >= 'а' and <= 'я'));
        Assert.Contains(prompts, prompt => prompt.Any(letter => letter is >= 'ء' and <= 'ي'));
        Assert.InRange(prompts.Distinct().Count(), prompts.Count / 2, prompts.Count - 1);
    }

    [Fact]
    public void Images_come_from_every_source()
    {
        var metas = Facts.Value.Where(fact => Kind(fact) == "image" && fact.TryGetProperty("meta", out _)).Select(fact => fact.GetProperty("meta")).ToList();
        Assert.Contains(metas, meta => meta.TryGetProperty("source", out var source) && source.GetString() == "history_start");
        Assert.Contains(metas, meta => meta.GetProperty("is_auto_followup").GetBoolean());
    }

    private static List<byte[]> Read(int seed, DateTimeOffset end) => [.. new DemoDays(seed, end).Facts()];

    private static string Kind(JsonElement fact) => fact.GetProperty("kind").GetString()!;

    private static DateTimeOffset Time(JsonElement fact) => fact.GetProperty("timestamp").GetDateTimeOffset();
}
