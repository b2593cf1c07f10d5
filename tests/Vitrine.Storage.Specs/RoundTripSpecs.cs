using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Stores;
using Vitrine.Testing;

namespace Vitrine.Storage.Specs;

/// <summary>What is sent comes back, whole, one by one and in lists, before and after a restart.</summary>
public abstract class RoundTripSpecs : StoreSpecs
{
    public static TheoryData<FactKind> Kinds { get; } = new(FactKinds.Facts);

    [Theory, MemberData(nameof(Kinds))]
    public async Task Every_field_comes_back(FactKind kind)
    {
        await using var store = await StartAsync();
        // Each fact has a user of its own, since names are those that a user has now.
        TestFact[] facts = [Full(kind, 1, Plain), Full(kind, 2, Odd), Full(kind, 3, field => Plain(field)[..1]), Bare(kind)];
        await store.AppendAsync(facts);
        for (var reopened = 0; reopened < 2; reopened++)
        {
            var listed = await store.Facts.ListAsync(new FactListQuery { Kind = kind }, Cancellation);
            foreach (var fact in facts)
            {
                AssertSame(fact, await store.Facts.FindAsync(kind, fact.Id, Cancellation));
                AssertSame(fact, listed.Items.Single(item => item.Id == fact.Id));
            }

            await store.ReopenAsync();
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Fields_of_the_greatest_length_come_back(FactKind kind)
    {
        await using var store = await StartAsync();
        var fact = Full(kind, 1, Longest);
        await store.AppendAsync(fact);
        AssertSame(fact, await store.Facts.FindAsync(kind, fact.Id, Cancellation));
        await store.ReopenAsync();
        AssertSame(fact, await store.Facts.FindAsync(kind, fact.Id, Cancellation));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("12.50")]
    [InlineData("\"plain text\"")]
    [InlineData("\"a \\\"quoted\\\" \\u00e4 \\n text\"")]
    [InlineData("{ \"b\" : [1,  2.0,\t3e5], \"a\":{\"b\":null}, \"a\": \"\\ud83c\\udfa8 🎨\" }")]
    public async Task Json_comes_back_as_it_was_sent(string json)
    {
        await using var store = await StartAsync();
        var fact = Some.Activity().With("meta", json).With("extra_data", json).With("details", json);
        await store.AppendAsync(fact);
        await store.ReopenAsync();
        AssertSame(fact, await store.Facts.FindAsync(FactKind.Activity, fact.Id, Cancellation));
    }

    [Fact]
    public async Task Times_keep_their_microseconds()
    {
        await using var store = await StartAsync();
        long[] times = [FactTime.Earliest, FactTime.Earliest + 1, FactTime.From(Some.Noon) + 999, FactTime.From(Some.Noon) + 1000, Ask.Always.To];
        var facts = times.Select(time => Some.Image().At(time)).ToList();
        await store.AppendAsync(facts);
        await store.ReopenAsync();
        foreach (var fact in facts) Assert.Equal(fact.Time, (await store.Facts.FindAsync(FactKind.Image, fact.Id, Cancellation))!.Time);
        var listed = await store.Facts.ListAsync(new FactListQuery { Kind = FactKind.Image }, Cancellation);
        Assert.Equal(times.Order(), listed.Items.Select(item => item.Time).Order());
    }

    [Theory]
    [InlineData("{\"source\":\"history_start\"}", "history_start")]
    [InlineData("{\"source\":\"history_start\",\"is_auto_followup\":true}", "history_start")]
    [InlineData("{\"is_auto_followup\":true}", "scheduler")]
    [InlineData("{\"is_auto_followup\":false}", "message_response")]
    [InlineData(null, "message_response")]
    public async Task An_image_says_how_it_came_to_be(string? meta, string source)
    {
        await using var store = await StartAsync();
        var image = Some.Image().With("meta", meta);
        await store.AppendAsync(image);
        Assert.Equal(source, (await store.Facts.FindAsync(FactKind.Image, image.Id, Cancellation))!.Text("source"));
    }

    [Theory]
    [InlineData("assistant", 0L, 40L)]
    [InlineData("user", 40L, 0L)]
    [InlineData("system", 40L, 0L)]
    public async Task A_lone_token_count_belongs_to_the_role(string role, long input, long output)
    {
        await using var store = await StartAsync();
        var message = Some.Message().With("role", role).With("token_count", 40);
        await store.AppendAsync(message);
        var found = await store.Facts.FindAsync(FactKind.Message, message.Id, Cancellation);
        Assert.Equal(40, found!.Number("tokens"));
        Assert.Equal((input, output), (found.Number("input_tokens") ?? 0, found.Number("output_tokens") ?? 0));
    }

    /// <summary>Every field that an app may send, with values that tell facts and fields apart.</summary>
    private static TestFact Full(FactKind kind, int number, Func<FactField, string> text)
    {
        var fact = Some.Fact(kind).At(FactTime.From(Some.Noon) + number);
        foreach (var field in fact.Schema.Fields.Where(field => field.Type != FieldType.Code && field.Name != "tokens"))
        {
            fact = fact.With(field.Name, field.Type switch
            {
                FieldType.Flag => number % 2 == 0,
                FieldType.Json when field.Name == "loras" => $$"""["{{number}}-lora", {"name": "detail", "weight": 0.5}]""",
                FieldType.Json => JsonSerializer.Serialize(text(field)),
                FieldType.Integer when field.Name == "status_code" => 200L + number,
                FieldType.Integer => (long)int.MaxValue - (number * 100) - field.Index,
                FieldType.Duration or FieldType.Money => (number * 1_000_003L) + field.Index,
                _ when field.Name is "user_id" or "persona_id" or "conversation_id" => $"{field.Name} {number}",
                _ when field.Name == "method" => "PATCH",
                _ when field.Name == "action" => "created",
                _ => text(field),
            });
        }

        return fact;
    }

    private static TestFact Bare(FactKind kind) => Some.Fact(kind);

    private static string Plain(FactField field) => $"Some {field.Name}";

    private static string Odd(FactField field) => $"{field.Index} 東京 \"q\" 'é' \\ \u0001\u001f {{}} 🎨👩‍🚀 %_; drop";

    private static string Longest(FactField field)
    {
        var quotes = field.Type == FieldType.Json ? 2 : 0;
        return $"{field.Index}:".PadRight(field.MaxBytes - quotes, 'z');
    }

    private static void AssertSame(TestFact sent, FactRecord? found)
    {
        Assert.NotNull(found);
        Assert.Equal((sent.Kind, sent.Id, sent.Time), (found.Kind, found.Id, found.Time));
        foreach (var field in sent.Schema.Fields)
        {
            var value = found.Values[field.Index];
            var expected = Expected(sent, field);
            // What an absent status or success means is filled in on the way in or left open; either is whole.
            if (expected is null && field.Name is "status" or "success") continue;
            Assert.True(Equals(expected, value), $"{field.Name} of {sent.Id} is {Short(value)}, not {Short(expected)}");
        }
    }

    private static object? Expected(TestFact sent, FactField field) => field switch
    {
        { Name: "source" } => Derived.Source(sent).WireName(),
        { Name: "origin" } => sent.Text("again_of") is null ? null : "again",
        { Name: "status_class" } => $"{Derived.StatusClass(sent)}xx",
        { Name: "tokens" } => sent.Number("input_tokens") + sent.Number("output_tokens"),
        { IsText: true } => sent.Text(field.Name),
        _ => sent.Number(field.Name),
    };

    private static string Short(object? value) => value switch
    {
        null => "absent",
        string { Length: > 80 } text => $"'{text[..80]}…' ({text.Length})",
        string text => $"'{text}'",
        _ => $"{value} ({value.GetType().Name})",
    };
}
