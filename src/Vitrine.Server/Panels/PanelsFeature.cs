using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Panels;

/// <summary>Tokens for the side panel that an app shows in its own pages.</summary>
internal static class PanelsFeature
{
    public static void MapPanels(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/panel-tokens", CreatePanelToken.HandleAsync).WithName("CreatePanelToken")
            .WithSummary("Makes a short token that reads the panel's numbers from pages of one origin.").WithTags("Panels")
            .Needs(Permission.Read).Answers(typeof(PanelTokenAnswer)).WithProblems(400, 401, 403, 404, 415);
}
