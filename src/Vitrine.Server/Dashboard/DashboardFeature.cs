using Microsoft.Extensions.FileProviders;
using Vitrine.Server.Security;

namespace Vitrine.Server.Dashboard;

/// <summary>The dashboard's files: one page for all of its addresses, and what that page loads.</summary>
internal static class DashboardFeature
{
    private const string PageFile = "/index.html";

    // Everything comes from this server; pictures may also be made by the page itself, as a chart that is saved.
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>First segments of the addresses that people see; the dashboard's own router knows the rest.</summary>
    private static readonly string[] Pages =
    [
        "", "analytics", "images", "conversations", "conversation", "api-usage", "commands", "users", "user", "activity", "explore", "generate", "jobs", "datasets", "personas",
        "settings", "sign-in",
    ];

    private static readonly string[] Files = ["theme.js", "favicon.svg"];

    private const string Panel = "/panel.js";

    /// <summary>All of its addresses: open to everybody, and the same for everybody.</summary>
    public static IEnumerable<string> Addresses => [.. Pages.Concat(Files).Select(name => "/" + name), Panel, "/assets/{file}"];

    public static void MapDashboard(this WebApplication app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "dashboard"));
        app.Lifetime.ApplicationStopped.Register(files.Dispose);
        var (packed, serve) = (new PackedFiles(files), Serving(app, files));
        // Names of assets hold a hash of their content.
        app.MapMethods("/assets/{**file}", Reading, With(packed, serve, "public, max-age=31536000, immutable", null)).ExcludeFromDescription().WithAccess(Access.Everyone);
        foreach (var file in Files)
            app.MapMethods("/" + file, Reading, With(packed, serve, "no-cache", null)).ExcludeFromDescription().WithAccess(Access.Everyone);
        // The side panel is a module, which pages of other sites may load only where the answer says so.
        app.MapMethods(Panel, Reading, With(packed, serve, "public, max-age=300", null, isForOthers: true)).ExcludeFromDescription().WithAccess(Access.Everyone);
        foreach (var page in Pages)
            app.MapMethods($"/{page}", Reading, With(packed, serve, "no-cache", PageFile)).ExcludeFromDescription().WithAccess(Access.Everyone);
    }

    private static string[] Reading => [HttpMethods.Get, HttpMethods.Head];

    // A pipeline of its own, so that no other request walks through it.
    private static RequestDelegate Serving(IEndpointRouteBuilder routes, PhysicalFileProvider files)
    {
        var pipeline = routes.CreateApplicationBuilder();
        pipeline.UseStaticFiles(new StaticFileOptions { FileProvider = files, ServeUnknownFileTypes = true, OnPrepareResponse = PackedFiles.Describe });
        return pipeline.Build();
    }

    private static RequestDelegate With(PackedFiles files, RequestDelegate serve, string caching, string? file, bool isForOthers = false) => context =>
    {
        // Static files are not served where an endpoint is chosen already.
        context.SetEndpoint(null);
        if (file is not null) context.Request.Path = file;
        context.Response.Headers.CacheControl = caching;
        if (isForOthers) context.Response.Headers.AccessControlAllowOrigin = "*";
        if (file is PageFile) context.Response.Headers.ContentSecurityPolicy = PagePolicy;
        context.Request.Path = files.Choose(context.Request);
        return serve(context);
    };
}
