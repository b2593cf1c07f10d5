using System.Globalization;
using System.Text;
using Vitrine.Core.Facts.Reading;

namespace Vitrine.Core.Tests.Reading;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", 9, 0)]
    [InlineData("-0.0", 9, 0)]
    [InlineData("0.1", 9, 100_000_000)]
    [InlineData("0.000000001", 9, 1)]
    [InlineData("12.345678901", 9, 12_345_678_901)]
    [InlineData("-1.5", 6, -1_500_000)]
    [InlineData("1e3", 0, 1000)]
    [InlineData("1.5E+2", 0, 150)]
    [InlineData("1500e-2", 0, 15)]
    [InlineData("9223372036854775807", 0, long.MaxValue)]
    [InlineData("0.00000000000000000000000000", 9, 0)]
    [InlineData("0e999999999999", 9, 0)]
    public void What_fits_is_exact(string number, int scale, long expected)
    {
        Assert.Equal(DecimalOutcome.Exact, DecimalText.Parse(Encoding.UTF8.GetBytes(number), scale, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("0.0000000005", 9, 1)]
    [InlineData("0.00000000049999999999999999999999", 9, 0)]
    [InlineData("1.5", 0, 2)]
    [InlineData("2.4", 0, 2)]
    [InlineData("1e-999999999", 9, 0)]
    [InlineData("0.3000000000000000000000000001", 9, 300_000_000)]
    public void What_has_more_places_is_rounded(string number, int scale, long expected)
    {
        Assert.Equal(DecimalOutcome.Rounded, DecimalText.Parse(Encoding.UTF8.GetBytes(number), scale, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("9223372036854775808", 0)]
    [InlineData("10000000000", 9)]
    [InlineData("1e400", 0)]
    [InlineData("123456789012345678901234567890", 0)]
    public void What_is_too_large_is_said_to_be(string number, int scale) =>
        Assert.Equal(DecimalOutcome.TooLarge, DecimalText.Parse(Encoding.UTF8.GetBytes(number), scale, out _));

    [Fact]
    public void Random_numbers_agree_with_the_decimal_type()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var number = Math.Round((decimal)random.NextInt64(1_000_000_000_000_000) / (decimal)Math.Pow(10, random.Next(16)), random.Next(15));
            var outcome = DecimalText.Parse(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), 6, out var value);
            var expected = Math.Round(number * 1_000_000m, MidpointRounding.AwayFromZero);
            if (outcome == DecimalOutcome.TooLarge) Assert.True(expected > long.MaxValue);
            else Assert.Equal(expected, value);
        }
    }
}
