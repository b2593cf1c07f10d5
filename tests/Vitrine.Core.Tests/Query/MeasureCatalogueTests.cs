using System.Text;
using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Core.Tests.Query;

public class MeasureCatalogueTests
{
    [Fact]
    public void Every_measure_has_a_wire_name_that_reads_back()
    {
        foreach (var measure in Enum.GetValues<Measure>())
        {
            Assert.True(MeasureCatalogue.TryParse(measure.WireName(), out var parsed));
            Assert.Equal(measure, parsed);
        }
    }

    [Fact]
    public void Every_dimension_has_a_wire_name_that_reads_back()
    {
        foreach (var dimension in Enum.GetValues<Dimension>().Where(dimension => dimension != Dimension.None))
        {
            Assert.True(DimensionNames.TryParse(dimension.WireName(), out var parsed));
            Assert.Equal(dimension, parsed);
        }
    }

    [Fact]
    public void Every_dimension_of_a_kinds_fields_may_be_asked()
    {
        foreach (var kind in MeasureCatalogue.Kinds.Where(kind => kind.Kind is not null and not FactKind.Conversation))
        {
            Assert.Subset(kind.Dimensions.ToHashSet(), FactSchema.Of(kind.Kind!.Value).Dimensions.Select(field => field.Dimension).ToHashSet());
        }
    }

    [Fact]
    public void Figures_are_written_in_their_units()
    {
        var sums = new MeasureSums
        {
            Count = 8, Errors = 2, DurationCount = 4, DurationSum = 10_500_000, DurationMax = 4_000_000, InputTokens = 30, OutputTokens = 12,
            Cost = 123_456_789, Bytes = 9_000_000_000_000_000_000, Users = 3, NewUsers = 1, ActiveUsers = 6, Repeats = 5, Durations = new QuantileSketch(),
        };
        foreach (var duration in new long[] { 1_000_000, 2_000_000, 3_500_000, 4_000_000 }) sums.Durations.Add(duration);
        Assert.Equal("8", Written(Measure.Count, sums));
        Assert.Equal("3", Written(Measure.Users, sums));
        Assert.Equal("2", Written(Measure.ReturningUsers, sums));
        Assert.Equal("0.5", Written(Measure.Adoption, sums));
        Assert.Equal("0.25", Written(Measure.ErrorRate, sums));
        Assert.Equal("42", Written(Measure.Tokens, sums));
        Assert.Equal("2.625", Written(Measure.AverageDuration, sums));
        Assert.Equal("10.5", Written(Measure.SumDuration, sums));
        Assert.Equal("4", Written(Measure.MaxDuration, sums));
        Assert.Equal("0.123456789", Written(Measure.Cost, sums));
        Assert.Equal("9000000000000000000", Written(Measure.Bytes, sums));
        Assert.InRange((double)Measure.P50Duration.Value(sums)!.Value, 1.98, 2.02);
        Assert.InRange((double)Measure.P99Duration.Value(sums)!.Value, 3.96, 4);
    }

    [Theory]
    [InlineData(Measure.AverageDuration)]
    [InlineData(Measure.SumDuration)]
    [InlineData(Measure.MaxDuration)]
    [InlineData(Measure.P95Duration)]
    [InlineData(Measure.ErrorRate)]
    [InlineData(Measure.Adoption)]
    public void What_has_no_values_is_null(Measure measure) => Assert.Equal("null", Written(measure, new MeasureSums()));

    private static string Written(Measure measure, MeasureSums sums)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            MeasureCatalogue.Write(writer, measure, sums);
            writer.WriteEndObject();
        }
        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.StartsWith($"{{\"{measure.WireName()}\":", text);
        return text[(text.IndexOf(':') + 1)..^1];
    }
}
