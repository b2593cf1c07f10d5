using Vitrine.Core.Query;

namespace Vitrine.Server.Projects;

/// <summary>What projects are made with.</summary>
public sealed class ProjectOptions
{
    public const string SectionName = "Projects";

    /// <summary>
    /// The time zone of a project that is made without naming one, as the IANA database names it; also of the project <c>default</c>, which the first
    /// start makes. Default UTC.
    /// </summary>
    [KnownTimeZone]
    public string TimeZone { get; set; } = "UTC";
}
