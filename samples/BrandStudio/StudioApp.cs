using BrandStudio.Pages;
using BrandStudio.Vitrine;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace BrandStudio;

/// <summary>Puts the studio together.</summary>
internal static class StudioApp
{
    private const string DefaultUrl = "http://127.0.0.1:8010";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var services = builder.Services;
        services.AddOptions<StudioOptions>().BindConfiguration(StudioOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<VitrineClient>();
        services.AddHostedService<FirstBrands>();
        // Thrown, so that it is said in words.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.LoginPath = People.SignInPath;
            cookie.Cookie.Name = "brand_studio";
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        ProtectCookies(builder);

        var app = builder.Build();
        app.UseMiddleware<StrictHeaders>();
        app.UseMiddleware<TroubleInWords>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapAssets();
        app.MapPeople();
        app.MapStudio();
        app.MapHistory();
        return app;
    }

    private static void ProtectCookies(WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("brand-studio");
        if (builder.Configuration.GetSection(StudioOptions.SectionName).Get<StudioOptions>()?.DataFolder is { Length: > 0 } folder)
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(folder));
        else
            protection.UseEphemeralDataProtectionProvider();
    }
}
