using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Vitrine.Server.Local;

/// <summary>Marks the connections that came in over the data folder's socket. Set by the listener, never by anything a request says.</summary>
internal sealed class LocalCaller
{
    public static readonly LocalCaller Instance = new();
}

internal static class LocalListener
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>True for requests over the data folder's socket.</summary>
    public static bool IsLocalCaller(this HttpContext context) => context.Features.Get<LocalCaller>() is not null;

    /// <summary>The address that makes Kestrel listen there.</summary>
    public static string Url(this LocalSocket socket) => "http://unix:" + socket.Path;

    public static bool IsLocalUrl(string url) => url.StartsWith("http://unix:", StringComparison.Ordinal);

    public static void MarkLocalCallers(this KestrelServerOptions kestrel, LocalSocket socket) =>
        kestrel.ConfigureEndpointDefaults(listen =>
        {
            if (listen.SocketPath != socket.Path) return;
            listen.Use(next => connection =>
            {
                connection.Features.Set(LocalCaller.Instance);
                return next(connection);
            });
        });

    /// <summary>Closes the socket's file to others between binding and listening, so that there is no moment at which they could connect.</summary>
    public static void ProtectLocalSocket(this SocketTransportOptions transport, LocalSocket socket) =>
        transport.CreateBoundListenSocket = endpoint =>
        {
            var bound = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            if (!OperatingSystem.IsWindows() && endpoint is UnixDomainSocketEndPoint && endpoint.ToString() == socket.Path)
                File.SetUnixFileMode(socket.Path, OwnerOnly);
            return bound;
        };
}
