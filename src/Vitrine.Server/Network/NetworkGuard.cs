using Microsoft.Extensions.Primitives;
using Vitrine.Server.Http;
using Vitrine.Server.Local;

namespace Vitrine.Server.Network;

/// <summary>What is decided of a request before anything of its body is read. The data folder's socket is no network.</summary>
internal sealed class NetworkGuard(RequestDelegate next, NetworkOptions options, Forwarding forwarding, HostRule hosts, NetworkLimits limits, CrossOrigin crossOrigin)
{
    private readonly StringValues hsts = options.HstsDays == 0 ? default : new StringValues($"max-age={options.HstsDays * 86_400L}");

    public Task InvokeAsync(HttpContext context)
    {
        if (context.IsLocalCaller()) return next(context);
        if (Refuse(context) is { } problem) return problem.ExecuteAsync(context);
        if (hsts.Count > 0 && context.Request.IsHttps) context.Response.Headers.StrictTransportSecurity = hsts;
        crossOrigin.Begin(context);
        return next(context);
    }

    private Problem? Refuse(HttpContext context)
    {
        // The name that the connection was made for and the one that the proxy tells of: both must be ours.
        var named = context.Request.Host;
        if (!hosts.Allows(named)) return WrongHost;
        if (forwarding.Resolve(context) is { } unreadable) return unreadable;
        if (context.Request.Host != named && !hosts.Allows(context.Request.Host)) return WrongHost;
        var wait = limits.Requests.Take(context.Connection.RemoteIpAddress);
        return wait > TimeSpan.Zero ? TooMany(wait) : null;
    }

    private static readonly Problem WrongHost = Problems.HostNotAllowed.With("The server does not answer under this name. Its operator can list it in Network:AllowedHosts.", "Host");

    private static Problem TooMany(TimeSpan wait) =>
        Problems.RateLimited.With("Too many requests came from this address.") with { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
}

/// <summary>Answers preflights and lets panels read, once routing knows the path.</summary>
internal sealed class CrossOriginStep(RequestDelegate next, CrossOrigin crossOrigin)
{
    public Task InvokeAsync(HttpContext context) => crossOrigin.Finish(context) ? Task.CompletedTask : next(context);
}
