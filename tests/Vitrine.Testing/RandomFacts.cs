using System.Collections;
using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>
/// Endless random facts of all kinds, the same for the same seed: few users and few names, crowded hours with times on and beside the
/// borders of hours, and now and then one that is weeks away.
/// </summary>
public sealed class RandomFacts(int seed, long? around = null) : IEnumerable<TestFact>
{
    public static IReadOnlyList<string> Users { get; } = ["ada", "bob", "42", "каt", "eve", "u-6", "u-7"];

    public static IReadOnlyList<string> Prompts { get; } =
        ["a castle by the sea", "A  castle by\tthe Sea ", "a red fox", "A RED FOX", "two moons", "東京の夜"];

    public static IReadOnlyList<string> Loras { get; } = ["detail", "film", "ink"];

    private static readonly string[] Names = ["n-a", "n-b", "n-c"];
    private static readonly FactKind[] Kinds = [.. FactKinds.Facts, FactKind.Image, FactKind.Message, FactKind.Conversation];

    private readonly long center = around ?? FactTime.From(Some.Noon);

    public IEnumerator<TestFact> GetEnumerator()
    {
        // Not for secrets: a seed must give the same facts again.
        var random = new Random(seed);
        var images = new HashSet<long>();
        var named = new HashSet<(string?, long)>();
        for (var index = 0; ; index++)
        {
            var fact = Next(random, index);
            // Which of two equal prompts in one millisecond came first would be anyone's guess.
            if (fact.Kind == FactKind.Image && !images.Add(fact.Time / 1000)) continue;
            // Nor can a user be told to have two names in one millisecond; and only facts name users.
            var namesUser = fact.Kind != FactKind.Conversation && named.Add((fact.UserId, fact.Time / 1000));
            yield return namesUser ? fact : fact.Without("username").Without("first_name");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A name that facts of these seeds use in a field that is a dimension.</summary>
    public static string Name(Random random, string field) => field switch
    {
        "status" => random.Next(3) == 0 ? "failed" : "succeeded",
        "role" => random.Next(2) == 0 ? "assistant" : "user",
        _ => Pick(random, Names),
    };

    public static T Pick<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private TestFact Next(Random random, int index)
    {
        var kind = Pick(random, Kinds);
        var id = random.Next(4) == 0 ? $"{seed}/{index}" : $"0190{seed & 0xffff:x4}-0000-7000-8000-{index:x12}";
        var fact = new TestFact(kind, id, Time(random));
        foreach (var field in fact.Schema.Fields)
        {
            if (Value(random, fact, field) is { } value) fact = fact.With(field.Name, value);
        }

        return fact;
    }

    private long Time(Random random)
    {
        var hour = (center / FactTime.MicrosecondsPerHour) + random.Next(-40, 40);
        if (random.Next(40) == 0) hour += random.Next(-60, 60) * 24;
        var inside = random.Next(8) switch
        {
            0 => 0,
            1 => FactTime.MicrosecondsPerHour - 1,
            2 => random.Next(4) * FactTime.MicrosecondsPerHour / 4,
            3 => (random.Next(4) * FactTime.MicrosecondsPerHour / 4) + random.Next(1000),
            _ => random.NextInt64(FactTime.MicrosecondsPerHour),
        };
        return (hour * FactTime.MicrosecondsPerHour) + inside;
    }

    private static object? Value(Random random, TestFact fact, FactField field) => field.Name switch
    {
        "user_id" => field.Required || random.Next(8) > 0 ? Pick(random, Users) : null,
        "username" or "first_name" => fact.UserId is not null && random.Next(3) == 0 ? $"{field.Name} {random.Next(3)}" : null,
        "meta" when fact.Kind == FactKind.Image => random.Next(4) switch
        {
            0 => """{"source":"history_start"}""",
            1 => """{"is_auto_followup":true}""",
            2 => """{"is_auto_followup":false,"n":1}""",
            _ => null,
        },
        "loras" => random.Next(3) == 0 ? null : LoraJson(random),
        "prompt" => random.Next(10) == 0 ? null : Pick(random, Prompts),
        "conversation_id" => $"talk-{random.Next(6)}",
        "action" => Pick(random, ["created", "ended", "deleted"]),
        "endpoint" => Pick(random, ["/conversations/", "/users/17", "/users/4711", "/items/3f2b1c9e-0c4a-4f0e-9a57-0a1b2c3d4e5f/x?page=2"]),
        "method" => Pick(random, ["GET", "POST"]),
        "status_code" => Pick(random, [200L, 201L, 302L, 404L, 429L, 500L]),
        "error_type" => random.Next(5) == 0 ? Name(random, field.Name) : null,
        "status" => Name(random, field.Name),
        "success" => random.Next(3) switch { 0 => null, 1 => true, _ => false },
        "tokens" => random.Next(2) == 0 && !HasTokens(fact) ? random.Next(100) : null,
        "input_tokens" or "output_tokens" => random.Next(3) == 0 ? random.Next(100) : null,
        "again_of" => random.Next(6) == 0 ? $"i-{random.Next(9)}" : null,
        "persona_name" => null,
        _ => ByType(random, field),
    };

    private static bool HasTokens(TestFact fact) => fact.Number("input_tokens") is not null || fact.Number("output_tokens") is not null;

    private static object? ByType(Random random, FactField field) => field.Type switch
    {
        FieldType.Name when field.Required => Name(random, field.Name),
        FieldType.Name => random.Next(4) == 0 ? null : Name(random, field.Name),
        // From a microsecond to a day, as often short as long.
        FieldType.Duration => random.Next(5) == 0 ? null : random.Next(20) == 0 ? 0 : (long)Math.Pow(10, random.NextDouble() * 10.9),
        FieldType.Money => random.Next(3) == 0 ? random.NextInt64(5_000_000_000) : null,
        FieldType.Integer => random.Next(3) == 0 ? random.NextInt64(10_000_000) : null,
        _ => null,
    };

    private static string LoraJson(Random random)
    {
        var names = Enumerable.Range(0, random.Next(4)).Select(_ => Pick(random, Loras));
        var json = $"[{string.Join(',', names.Select(name => random.Next(2) == 0 ? $"\"{name}\"" : $$"""{"name":"{{name}}","weight":0.8}"""))}]";
        return random.Next(4) == 0 ? System.Text.Json.JsonSerializer.Serialize(json) : json;
    }
}
