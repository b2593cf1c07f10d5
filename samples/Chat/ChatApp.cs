using System.Threading.RateLimiting;
using Chat.Conversations;
using Chat.Pages;
using Chat.Vitrine;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;

namespace Chat;

/// <summary>Puts the chat together.</summary>
internal static class ChatApp
{
    private const string DefaultUrl = "http://127.0.0.1:8012";

    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey])) builder.WebHost.UseUrls(DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        var services = builder.Services;
        services.AddOptions<ChatOptions>().BindConfiguration(ChatOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<VitrineClient>();
        services.AddSingleton<Tracker>();
        services.AddHostedService(provider => provider.GetRequiredService<Tracker>());
        services.AddSingleton<PanelTokens>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<ConversationBook>();
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(KeepSignedIn);
        services.AddAuthorizationBuilder()
            .AddPolicy(People.Admins, policy => policy.RequireRole(People.Admin))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(People.SignInLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = 20, Window = TimeSpan.FromMinutes(1) }));
        });
        ProtectCookies(builder);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseMiddleware<StrictHeaders>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseRateLimiter();
        app.MapAssets();
        app.MapPeople();
        app.MapConversations();
        app.MapPanelTokens();
        return app;
    }

    /// <summary>Whoever is not signed in is shown where to do so; the script of the page is told by a status.</summary>
    private static void KeepSignedIn(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "chat";
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.LoginPath = People.SignInPath;
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (context.Request.Path == "/") context.Response.Redirect(People.SignInPath);
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    private static void ProtectCookies(WebApplicationBuilder builder)
    {
        var protection = builder.Services.AddDataProtection().SetApplicationName("chat");
        if (builder.Configuration.GetSection(ChatOptions.SectionName).Get<ChatOptions>()?.DataFolder is { Length: > 0 } folder)
            protection.PersistKeysToFileSystem(Directory.CreateDirectory(folder));
        else
            protection.UseEphemeralDataProtectionProvider();
    }
}
