using Microsoft.AspNetCore.Http.Features;
using Vitrine.Core.Control;
using Vitrine.Server.Http;
using Vitrine.Server.Network;
using Vitrine.Server.Projects;

namespace Vitrine.Server.Security;

/// <summary>
/// Between routing and the endpoint: finds out who calls and which project is meant, and lets in who may. To a caller without any role in it a
/// project is not there, so "another's" and "none" are one answer.
/// </summary>
internal sealed class Gate(RequestDelegate next, Authenticator authenticator, IProjectStores projects, NetworkLimits limits)
{
    // A path's parameter of that name is the project which the request concerns.
    private const string ProjectInPath = "slug";

    private const string EndUserHeader = "X-End-User";
    private const int MaxUserId = 128;

    private static readonly Problem NoSecret =
        Problems.Unauthorized.With("Send a key or token as \"Authorization: Bearer …\", or a key in X-Api-Key.");
    private static readonly Problem NoEndUser = Problems.Forbidden.With($"An app key reads, generates and has jobs for one user: name it in {EndUserHeader}.", EndUserHeader);
    private static readonly Admission Open = new(Stranger.Instance, Project.DefaultSlug);

    public Task InvokeAsync(HttpContext context)
    {
        // Routing's own endpoints, for a wrong method or type, are none that was mapped here: they only set a status.
        if (context.GetEndpoint() is not RouteEndpoint endpoint) return next(context);
        var needed = endpoint.Metadata.GetMetadata<Needed>();
        var isOpen = endpoint.Metadata.GetMetadata<Access>()?.IsOpenTo(context) is true;
        if (needed is null && isOpen) return next(context);
        var permission = needed?.Permission ?? Permission.AdministerAll;
        var authentication = authenticator.AuthenticateAsync(context);
        return authentication.IsCompletedSuccessfully
            ? ProceedAsync(context, authentication.Result, permission, isOpen)
            : AwaitAsync(context, authentication, permission, isOpen);
    }

    private async Task AwaitAsync(HttpContext context, ValueTask<Authentication> authentication, Permission permission, bool isOpen) =>
        await ProceedAsync(context, await authentication, permission, isOpen);

    private Task ProceedAsync(HttpContext context, Authentication authentication, Permission permission, bool isOpen)
    {
        if (Decide(context, authentication, permission, isOpen, out var admission) is { } problem) return Limited(context, problem).ExecuteAsync(context);
        context.Features.Set(admission);
        return next(context);
    }

    private Problem? Decide(HttpContext context, Authentication authentication, Permission permission, bool isOpen, out Admission admission)
    {
        admission = authentication.Key ?? Open;
        if (authentication.Problem is { } failed) return failed;
        if ((authentication.Caller ?? (isOpen ? Stranger.Instance : null)) is not { } caller) return NoSecret;

        var isOfProject = permission is not (Permission.AdministerAll or Permission.Identified);
        if (FindProject(context, caller, out var project, out var isInPath) is { } notFound)
        {
            if (isOfProject || isInPath || caller.Project is not null) return notFound;
            project = Project.DefaultSlug;
        }
        if (caller is not Stranger && !caller.May(permission, project)) return Refusal(permission);
        if (permission is Permission.Track or Permission.Jobs or Permission.Edit or Permission.Generate && projects.Find(project)?.IsArchived is true)
            return Problems.ProjectArchived.With($"The project '{project}' is archived: it can be read, and takes nothing new.");
        if (permission is Permission.ReadOwn or Permission.Generate or Permission.Jobs && caller is KeyHolder { NeedsEndUser: true })
        {
            if (context.Request.Headers[EndUserHeader] is not [{ Length: > 0 and <= MaxUserId } user]) return NoEndUser;
            admission = new Admission(caller, project, user);
        }
        else if (authentication.Key is null && caller is not Stranger)
        {
            admission = new Admission(caller, project);
        }
        return null;
    }

    // Valid callers go on, so that an app with an old key does not shut out its neighbours.
    private Problem Limited(HttpContext context, Problem problem)
    {
        if (problem.Kind != Problems.Unauthorized) return problem;
        var wait = limits.Failures.Take(context.Connection.RemoteIpAddress);
        return wait == TimeSpan.Zero
            ? problem
            : Problems.RateLimited.With("Too many requests from this address came without a valid key or token.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
    }

    // The path names the project where it is about one, else the query string, else the caller's secret.
    private Problem? FindProject(HttpContext context, Caller caller, out string project, out bool isInPath)
    {
        var request = context.Request;
        project = caller.Project ?? Project.DefaultSlug;
        isInPath = false;
        // The feature, as the property would make an empty dictionary where a path has no parameters.
        if (context.Features.Get<IRouteValuesFeature>()?.RouteValues[ProjectInPath] is string inPath)
        {
            isInPath = true;
            project = inPath;
        }
        else if (request.QueryString.HasValue && request.Query["project"] is { Count: > 0 } named)
        {
            if (named is not [{ } slug]) return Problems.ProjectNotFound.With("Name one project.", "project");
            project = slug;
        }
        return caller.Knows(project) && projects.Find(project) is not null
            ? null
            : Problems.ProjectNotFound.With($"There is no project '{project}'.", "project");
    }

    private static Problem Refusal(Permission permission) => Problems.Forbidden.With(permission switch
    {
        Permission.AdministerAll => "This is for admins of all projects.",
        Permission.Administer => "This is for admins of the project.",
        Permission.Edit => "This is for editors of the project, and its server keys.",
        Permission.Track or Permission.Jobs => "This is for keys, and editors of the project.",
        Permission.Generate => "This is for editors of the project, and its app and server keys.",
        Permission.ReadOwn => "This is for viewers of the project, and its app and server keys.",
        _ => "This is for viewers of the project, and its server keys.",
    });
}
