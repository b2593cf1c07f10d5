using System.Globalization;
using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>
/// Random facts in random order, random restarts, random questions: every number equals a brute-force count, and percentiles are
/// within 1 % of the exact ones. Set VITRINE_SEEDS to a number to try that many other seeds as well.
/// </summary>
public abstract class ExactnessSpecs : StoreSpecs
{
    // Around each: a change of the clock somewhere, or none.
    private static readonly DateTimeOffset[] Moments =
    [
        Some.Noon,
        new(2025, 3, 9, 7, 0, 0, TimeSpan.Zero), // New York and St John's spring forward
        new(2025, 11, 2, 6, 0, 0, TimeSpan.Zero), // and fall back
        new(2025, 10, 26, 1, 0, 0, TimeSpan.Zero), // Berlin falls back
        new(2021, 4, 3, 14, 0, 0, TimeSpan.Zero), // Apia leaves its last summer
        new(2024, 12, 31, 12, 0, 0, TimeSpan.Zero),
    ];

    public static TheoryData<int> Seeds { get; } = new(Enumerable.Range(1, 12).Concat(Enumerable.Range(1000, More)));

    private static int More => int.Parse(Environment.GetEnvironmentVariable("VITRINE_SEEDS") ?? "0", CultureInfo.InvariantCulture);

    [Theory, MemberData(nameof(Seeds))]
    public async Task Every_number_equals_a_brute_force_count(int seed)
    {
        // Not for secrets: a seed must give the same run again.
        var random = new Random(seed);
        var around = FactTime.From(Moments[seed % Moments.Length]);
        var zone = DateTimeZoneProviders.Tzdb[Zones.All[seed % Zones.All.Count]];
        var queries = new RandomQueries(seed, around);
        await using var store = await StartAsync(ShortTail(random.Next(1, 120)), zone);
        var facts = new RandomFacts(seed, around).Take(500).ToArray();
        random.Shuffle(facts);

        foreach (var part in facts.Chunk(125))
        {
            foreach (var batch in part.Chunk(random.Next(1, 50))) await store.AppendAsync(batch);
            if (random.Next(3) == 0) await store.ReopenAsync();
            for (var question = 0; question < 30; question++) await store.HoldsAsync(queries.Next(zone), $"seed {seed}, project zone {zone.Id}");
        }

        await store.AppendAsync(facts.Take(100));
        await store.IsSoundAsync($"seed {seed}");
        await store.ReopenAsync();
        await store.IsSoundAsync($"seed {seed}, reopened");
        for (var question = 0; question < 60; question++) await store.HoldsAsync(queries.Next(zone), $"seed {seed}, project zone {zone.Id}, reopened");
    }
}
