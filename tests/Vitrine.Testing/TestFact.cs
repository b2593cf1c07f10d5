using System.Collections.Immutable;
using Vitrine.Core.Facts;

namespace Vitrine.Testing;

/// <summary>
/// A fact as a test thinks of it: text for names, texts and JSON (verbatim), whole numbers for integers, durations (microseconds)
/// and money (nano-dollars), booleans for flags. Immutable; each change gives a new one.
/// </summary>
public sealed record TestFact(FactKind Kind, string Id, long Time)
{
    public ImmutableSortedDictionary<string, object?> Fields { get; init; } =
        ImmutableSortedDictionary.Create<string, object?>(StringComparer.Ordinal);

    public FactSchema Schema => FactSchema.Of(Kind);

    public string? UserId => Text("user_id");

    /// <summary>Sets a field by its wire name (aliases are taken too); null takes it away.</summary>
    public TestFact With(string name, object? value)
    {
        var field = Schema.Find(name) ?? throw new ArgumentException($"{Kind} has no field {name}.", nameof(name));
        return this with { Fields = value is null ? Fields.Remove(field.Name) : Fields.SetItem(field.Name, value) };
    }

    public TestFact Without(string name) => With(name, null);

    /// <summary>Microseconds since the Unix epoch.</summary>
    public TestFact At(long time) => this with { Time = time };

    public TestFact At(DateTimeOffset time) => At(FactTime.From(time));

    public TestFact By(string? userId) => With("user_id", userId);

    public TestFact Named(string id) => this with { Id = id };

    public string? Text(string name) => (string?)Fields.GetValueOrDefault(name);

    public long? Number(string name) => Fields.GetValueOrDefault(name) switch
    {
        null => null,
        bool flag => flag ? 1 : 0,
        var value => Convert.ToInt64(value),
    };

    public override string ToString() =>
        $"{Kind.WireName()} {Id} at {FactTime.ToWire(Time)} {{{string.Join(", ", Fields.Select(pair => $"{pair.Key}={pair.Value}"))}}}";
}
