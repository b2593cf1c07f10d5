using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace Vitrine.Core.Query;

/// <summary>How questions are read, and what bounds them.</summary>
public sealed class QueryOptions
{
    public const string SectionName = "Query";

    /// <summary>Points of a series; a question for more is refused. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxPoints { get; set; } = 10_000;

    /// <summary>Series of a grouped question that does not say how many. Default 100.</summary>
    [Range(1, 100_000)]
    public int DefaultTop { get; set; } = 100;

    /// <summary>Series of a grouped question; more are clamped to it. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int MaxTop { get; set; } = 1_000;

    /// <summary>Days of a question that does not say from when. Default 30.</summary>
    [Range(1, 36_600)]
    public int DefaultDays { get; set; } = 30;

    /// <summary>Days of a question; more are clamped to it. Default 3,660.</summary>
    [Range(1, 36_600)]
    public int MaxDays { get; set; } = 3_660;

    /// <summary>Values of one filter; more are refused. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxFilterValues { get; set; } = 100;
}

/// <summary>A time zone that the IANA database names.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KnownTimeZoneAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string id && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null;

    public override string FormatErrorMessage(string name) => "name a time zone as the IANA database does, as in Europe/Berlin.";
}
