using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Testing;
using Interval = Vitrine.Core.Query.Interval;

namespace Vitrine.Storage.Specs;

/// <summary>A project's zone may change at any time: no number does, and days of the new zone need no facts.</summary>
public abstract class ZoneSpecs : StoreSpecs
{
    private static readonly DateTimeZone Kolkata = DateTimeZoneProviders.Tzdb["Asia/Kolkata"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_number_stays_when_the_zone_changes(int seed)
    {
        var random = new Random(seed);
        var around = FactTime.From(Some.Noon);
        var queries = new RandomQueries(seed, around);
        await using var store = await StartAsync(ShortTail(random.Next(1, 120)));
        var facts = new RandomFacts(seed, around).Take(400).ToArray();
        random.Shuffle(facts);
        string[] zones = ["Asia/Kolkata", "Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata"];
        foreach (var (part, name) in facts.Chunk(100).Zip(zones))
        {
            var zone = DateTimeZoneProviders.Tzdb[name];
            foreach (var batch in part.Chunk(30)) await store.AppendAsync(batch);
            await store.Facts.SetTimeZoneAsync(zone, Cancellation);
            await store.IsSoundAsync($"seed {seed}, changed to {name}");
            if (random.Next(2) == 0) await store.ReopenAsync();
            await store.AppendAsync(part.Take(10));
            for (var question = 0; question < 25; question++) await store.HoldsAsync(queries.Next(zone), $"seed {seed}, changed to {name}");
        }
        await store.AppendAsync(new RandomFacts(seed + 1000, around).Take(100));
        await store.IsSoundAsync($"seed {seed}, went on");
    }

    [Fact]
    public async Task Days_of_the_new_zone_are_answered_without_the_facts()
    {
        var options = ShortTail();
        options.QueryRows = 5;
        await using var store = await StartAsync(options);
        await store.AppendAsync(Enumerable.Range(0, 300).Select(index => Some.Image().At(Some.Noon.AddMinutes(index * 7))));
        var days = DaysIn(Kolkata);
        await Assert.ThrowsAsync<QueryBudgetException>(() => store.QueryAsync(days));
        await store.Facts.SetTimeZoneAsync(Kolkata, Cancellation);
        await store.HoldsAsync(days);
        await store.ReopenAsync();
        await store.HoldsAsync(days);
    }

    [Fact]
    public async Task Answers_are_exact_while_it_changes()
    {
        await using var store = await StartAsync(ShortTail(200));
        await store.AppendAsync(Enumerable.Range(0, 2_000).Select(index => Some.Image().With("user_id", $"u{index % 7}").At(Some.Noon.AddMinutes(index))));
        foreach (var zone in (DateTimeZone[])[Kolkata, DateTimeZone.Utc, Kolkata])
        {
            var change = store.Facts.SetTimeZoneAsync(zone, Cancellation);
            do
            {
                await store.HoldsAsync(DaysIn(Kolkata), zone.Id);
                await store.HoldsAsync(DaysIn(DateTimeZone.Utc), zone.Id);
            }
            while (!change.IsCompleted);
            await change;
        }
    }

    [Fact]
    public async Task A_closed_store_says_so_and_interrupts_whoever_reads()
    {
        await using var store = await StartAsync();
        await store.AppendAsync(Some.Image());
        var facts = store.Facts;
        var reading = Enumerable.Range(0, 20).Select(_ => Task.Run(() => facts.QueryAsync(DaysIn(Kolkata), Cancellation), Cancellation)).ToArray();
        await store.DisposeAsync();
        foreach (var read in reading)
        {
            // Each was answered or told.
            var error = await Record.ExceptionAsync(() => read);
            Assert.True(error is null or StoreClosedException, error?.ToString());
        }
        await Assert.ThrowsAsync<StoreClosedException>(() => facts.QueryAsync(DaysIn(Kolkata), Cancellation));
        using var batch = Batches.Of([Some.Image()]);
        var rejected = await Assert.ThrowsAsync<AppendRejectedException>(async () => await facts.AppendAsync(batch, Cancellation));
        Assert.Equal(AppendRejection.Stopping, rejected.Rejection);
    }

    private static StatQuery DaysIn(DateTimeZone zone) => Ask.About(FactKind.Image, Measure.Count, Measure.Users) with
    {
        From = Calendar.StartOfDay(new LocalDate(2025, 3, 8), zone),
        To = Calendar.StartOfDay(new LocalDate(2025, 3, 14), zone),
        Interval = Interval.Day,
        Zone = zone,
    };
}
