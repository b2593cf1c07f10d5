using NodaTime;
using Vitrine.Core.Control;

namespace Vitrine.Server.Projects;

internal static class ProjectZones
{
    /// <summary>The zone in which the project's days begin; null where the time zone database does not name it.</summary>
    public static DateTimeZone? Zone(this Project project) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(project.TimeZone);
}
