using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Views;

/// <summary><c>/api/v1/views</c> and <c>/api/v1/views/{id}</c>.</summary>
internal static class ManageViews
{
    public static async Task<IResult> ListAsync(Reading reading, HttpContext context, IViewStore views)
    {
        reading.Parameters.RefuseUnknown(name => name is "pinned" or "project", "pinned, project");
        var isAsked = reading.Parameters.Text("pinned") is not null;
        var pinned = reading.Parameters.Flag("pinned");
        if (reading.Problem is { } problem) return problem;
        var found = await views.ListViewsAsync(context.Admission().Project, context.RequestAborted);
        return Results.Ok(new ViewsAnswer([.. found.Where(view => !isAsked || view.IsPinned == pinned).Select(ViewAnswer.From)]));
    }

    public static async Task<IResult> GetAsync(string id, HttpContext context, IViewStore views) =>
        await views.FindViewAsync(context.Admission().Project, id, context.RequestAborted) is { } view ? Results.Ok(ViewAnswer.From(view)) : NotFound(id);

    public static async Task<IResult> CreateAsync(ViewRequest request, HttpContext context, IViewStore views, ViewOptions options, TimeProvider clock)
    {
        var admission = context.Admission();
        var now = FactTime.Now(clock);
        var blank = new SavedView(Guid.CreateVersion7(clock.GetUtcNow()).ToString(), admission.Project, "", "", "", false, admission.Caller.Actor, now, now);
        var (view, problem) = request.ApplyTo(blank);
        if (view is null) return problem!;
        if ((await views.ListViewsAsync(admission.Project, context.RequestAborted)).Count >= options.MaxPerProject)
            return Problems.LimitReached.With($"A project may have {options.MaxPerProject} views (Views:MaxPerProject).");
        await views.PutViewAsync(view, context.RequestAborted);
        return Results.Created($"/api/v1/views/{view.Id}", ViewAnswer.From(view));
    }

    public static async Task<IResult> ChangeAsync(string id, ViewRequest request, HttpContext context, IViewStore views, TimeProvider clock)
    {
        if (await views.FindViewAsync(context.Admission().Project, id, context.RequestAborted) is not { } old) return NotFound(id);
        var (view, problem) = request.ApplyTo(old);
        if (view is null) return problem!;
        view = view with { UpdatedAt = FactTime.Now(clock) };
        await views.PutViewAsync(view, context.RequestAborted);
        return Results.Ok(ViewAnswer.From(view));
    }

    public static async Task<IResult> DeleteAsync(string id, HttpContext context, IViewStore views) =>
        await views.DeleteViewAsync(context.Admission().Project, id, context.RequestAborted) ? Results.NoContent() : NotFound(id);

    private static Problem NotFound(string id) => Problems.NotFound.With($"There is no view '{id}'.", "id");
}
