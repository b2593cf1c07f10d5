using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Vitrine.Server.Network;

internal static class NetworkFeature
{
    public static IServiceCollection AddNetwork(this IServiceCollection services) =>
        services.AddSingleton<Forwarding>().AddSingleton<HostRule>().AddSingleton<NetworkLimits>().AddSingleton<CrossOrigin>();

    /// <summary>The rules around routing. They belong together: the first hands a preflight on as the request that it asks for, and the last keeps it from the endpoint.</summary>
    public static void UseNetworkRules(this IApplicationBuilder app)
    {
        app.UseMiddleware<NetworkGuard>();
        app.UseRouting();
        app.UseMiddleware<CrossOriginStep>();
    }

    public static void LimitRequests(this KestrelServerOptions kestrel, NetworkOptions options)
    {
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.HeaderSeconds);
        limits.MinRequestBodyDataRate = new MinDataRate(options.MinBodyBytesPerSecond, TimeSpan.FromSeconds(options.BodyGraceSeconds));
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.KeepAliveSeconds);
    }
}
