using Vitrine.Server.Security;

namespace Vitrine.Server.Projects;

/// <summary><c>GET /api/v1/projects</c>.</summary>
internal static class ListProjects
{
    public static IResult Handle(IProjectStores projects, HttpContext context)
    {
        var caller = context.Admission().Caller;
        return TypedResults.Ok(new ProjectList([.. projects.Slugs.Where(caller.Knows).Select(projects.Find).OfType<Core.Control.Project>().Select(ProjectAnswer.From)]));
    }
}

/// <summary><c>GET /api/v1/projects/{slug}</c>.</summary>
internal static class ShowProject
{
    public static IResult Handle(string slug, IProjectStores projects) =>
        TypedResults.Ok(ProjectAnswer.From(projects.Find(slug) ?? throw new ProjectGoneException(slug)));
}
