using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Vitrine.Core.Stores;
using Vitrine.Media;
using Vitrine.Server;
using Vitrine.Server.Configuration;

namespace Vitrine.Architecture.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string> Keys => [.. Setting.All().Select(setting => setting.Key)];

    [Fact]
    public void Every_options_class_is_bound_and_has_a_section_of_its_own()
    {
        Assembly[] ours = [typeof(StoreOptions).Assembly, typeof(MediaOptions).Assembly, typeof(VitrineServer).Assembly];
        var classes = ours.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.GetField("SectionName") is not null);
        Assert.Equal(classes.OrderBy(type => type.FullName, StringComparer.Ordinal), OptionClasses.All.OrderBy(type => type.FullName, StringComparer.Ordinal));
        Assert.Distinct(OptionClasses.All.Select(OptionClasses.SectionOf));
        Assert.All(OptionClasses.All, type => Assert.NotEmpty(Documentation.SummaryOf(type, $"T:{type.FullName}")));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_setting_says_what_it_means_its_default_and_its_range(string key)
    {
        var setting = Setting.All().Single(setting => setting.Key == key);
        Assert.NotEmpty(setting.Sentence);
        Assert.True(
            Spellings(setting.Default).Any(text => setting.Summary.Contains($"Default {text}", StringComparison.Ordinal)),
            $"{key}: the default is {setting.Default}, but its comment says: {setting.Summary}");
        if (IsNumber(setting.Type)) Assert.NotNull(setting.Range);
        foreach (var rule in setting.Property.GetCustomAttributes<ValidationAttribute>())
            Assert.True(rule.IsValid(setting.Default), $"{key}: its own default breaks {rule.GetType().Name}.");
    }

    [Fact]
    public void The_configuration_reference_is_up_to_date() => Snapshot.Matches("docs/reference/configuration.md", ConfigurationReference.Write());

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(decimal);

    // How a comment may write a value: 50,000; 64 MiB; true; a name.
    private static IEnumerable<string> Spellings(object? value)
    {
        if (value is null or "") return ["none", "empty"];
        if (value is bool truth) return [truth ? "true" : "false", truth ? "`true`" : "`false`"];
        if (value is not (int or long)) return [string.Create(CultureInfo.InvariantCulture, $"{value}"), string.Create(CultureInfo.InvariantCulture, $"`{value}`")];
        var number = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        return
        [
            number.ToString("N0", CultureInfo.InvariantCulture),
            .. number % 1024 == 0 ? [$"{number / 1024} KiB"] : Array.Empty<string>(),
            .. number % (1024 * 1024) == 0 ? [$"{number / 1024 / 1024} MiB"] : Array.Empty<string>(),
        ];
    }
}
