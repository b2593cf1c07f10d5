using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Projects;

/// <summary>A project.</summary>
/// <param name="TimeZone">IANA name of the zone in which its days begin.</param>
/// <param name="Archived">True where it can be read and takes nothing new.</param>
/// <param name="ArchivedAt">Since when; absent where it is not.</param>
internal sealed record ProjectAnswer(string Slug, string Name, string TimeZone, string CreatedAt, bool Archived, string? ArchivedAt)
{
    public static ProjectAnswer From(Project project) => new(
        project.Slug, project.Name, project.TimeZone, FactTime.ToWire(project.CreatedAt), project.IsArchived,
        project.ArchivedAt is { } time ? FactTime.ToWire(time) : null);
}

internal sealed record ProjectList(IReadOnlyList<ProjectAnswer> Projects);
