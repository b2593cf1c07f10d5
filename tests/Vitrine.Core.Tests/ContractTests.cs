using System.Text.Json.Serialization.Metadata;
using Vitrine.Contracts;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Tests;

/// <summary>What an app sends is what the schema names.</summary>
public sealed class ContractTests
{
    public static TheoryData<FactKind> Kinds => [.. Enum.GetValues<FactKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_has_the_fields_of_its_kind_and_no_other(FactKind kind)
    {
        var schema = FactSchema.Of(kind);
        string[] expected = ["id", "kind", "timestamp", .. schema.Fields.Where(field => field.Type != FieldType.Code).Select(field => field.Name)];
        var type = TypeOf(kind);
        Assert.Equal(expected.Order(StringComparer.Ordinal), type.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_record_is_of_the_types_of_its_fields(FactKind kind)
    {
        foreach (var property in TypeOf(kind).Properties)
        {
            if (FactSchema.Of(kind).Find(property.Name) is not { } field) continue;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var expected = field.Type switch
            {
                FieldType.Json => typeof(System.Text.Json.JsonElement),
                FieldType.Integer => field.Name == "status_code" ? typeof(int) : typeof(long),
                FieldType.Flag => typeof(bool),
                FieldType.Duration => typeof(double),
                FieldType.Money => typeof(decimal),
                _ => typeof(string),
            };
            Assert.True(expected == type, $"{kind}.{property.Name} is {type}, not {expected}.");
        }
    }

    private static JsonTypeInfo TypeOf(FactKind kind) => kind switch
    {
        FactKind.Image => VitrineJson.Default.ImageFact,
        FactKind.Message => VitrineJson.Default.MessageFact,
        FactKind.Activity => VitrineJson.Default.ActivityFact,
        FactKind.ApiCall => VitrineJson.Default.ApiCallFact,
        FactKind.Command => VitrineJson.Default.CommandFact,
        _ => VitrineJson.Default.ConversationChange,
    };
}
