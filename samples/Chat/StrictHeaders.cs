using Microsoft.Extensions.Options;

namespace Chat;

/// <summary>Nothing but the chat's own files is loaded. Where the panel is, that is for admins, its script and its answers come from Vitrine: two sources more.</summary>
internal sealed class StrictHeaders(RequestDelegate next, IOptions<ChatOptions> options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var vitrine = context.User.IsInRole(People.Admin) ? " " + options.Value.VitrineOrigin : "";
        context.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'{vitrine}; connect-src 'self'{vitrine}; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
