using NodaTime;
using Vitrine.Core.Control;
using Vitrine.Server.Http;

namespace Vitrine.Server.Projects;

/// <summary>What people may say of a project.</summary>
internal static class ProjectFields
{
    /// <returns>Null where all that is given can be taken.</returns>
    public static Problem? FindProblem(string? name, string? timeZone)
    {
        if (name is not null && name.Trim().Length is 0 or > Project.MaxNameLength)
            return Problems.InvalidValue.With($"name has from 1 to {Project.MaxNameLength} characters.", "name");
        if (timeZone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) is null)
            return Problems.UnknownTimeZone.With("time_zone is a name of the IANA database, as in Europe/Berlin.", "time_zone");
        return null;
    }
}
