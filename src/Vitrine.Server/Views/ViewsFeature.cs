using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Views;

/// <summary>Questions and filtered lists that people of a project come back to.</summary>
internal static class ViewsFeature
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapViews(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/views").WithTags("Views").WithBodyLimit(MaxBodyBytes).Needs(Permission.Read).WithProblems(400, 401, 403, 404);
        group.MapGet("", ManageViews.ListAsync).WithName("ListViews").WithSummary("Lists the project's views by name.").Answers(typeof(ViewsAnswer))
            .Takes(new QueryParameter("pinned", "true: only those that the overview shows."));
        group.MapGet("/{id}", ManageViews.GetAsync).WithName("ShowView").WithSummary("Shows a view.").Answers(typeof(ViewAnswer));
        group.MapPost("", ManageViews.CreateAsync).WithName("CreateView").WithSummary("Saves a view.")
            .Needs(Permission.Edit).Creates(typeof(ViewAnswer)).WithProblems(409, 413, 415);
        group.MapPatch("/{id}", ManageViews.ChangeAsync).WithName("ChangeView").WithSummary("Changes what of a view is named.")
            .Needs(Permission.Edit).Answers(typeof(ViewAnswer)).WithProblems(413, 415);
        group.MapDelete("/{id}", ManageViews.DeleteAsync).WithName("DeleteView").WithSummary("Deletes a view.").Needs(Permission.Edit).AnswersNothing();
    }
}
