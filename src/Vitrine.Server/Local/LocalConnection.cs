using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Vitrine.Server.Local;

/// <summary>
/// A way to talk to a data folder: over the socket of the server that owns it, or, where none runs, to one that this process
/// starts for as long as the connection lives, without any address on the network.
/// </summary>
internal sealed class LocalConnection : IAsyncDisposable
{
    private readonly WebApplication? owned;

    private LocalConnection(HttpClient http, WebApplication? owned)
    {
        Http = http;
        this.owned = owned;
    }

    /// <summary>Relative addresses reach the server; no key is needed.</summary>
    public HttpClient Http { get; }

    /// <summary>True where a server was running already.</summary>
    public bool IsToRunningServer => owned is null;

    /// <exception cref="StartException">The folder cannot be opened.</exception>
    public static async Task<LocalConnection> OpenAsync(VitrineLaunch launch, CancellationToken cancellationToken)
    {
        var data = DataFolder.At(launch.DataFolder);
        if (LocalSocket.Find(data) is { } path && await AnswersAsync(path, cancellationToken)) return new LocalConnection(Client(path), null);

        var app = VitrineServer.Build(launch with
        {
            LocalOnly = true,
            ConfigureServices = services =>
            {
                launch.ConfigureServices?.Invoke(services);
                // Signals are for the verb that runs: it decides when the store may close.
                services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Vitrine", LogLevel.Warning));
            },
        });
        try
        {
            await app.StartAsync(cancellationToken);
            return new LocalConnection(To(app), app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of a server of this process.</summary>
    public static HttpClient To(WebApplication app) => Client(app.Services.GetRequiredService<LocalSocket>().Path);

    public static HttpClient Client(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(path, cancellationToken), ownsSocket: true),
        UseProxy = false,
    })
    {
        BaseAddress = new Uri("http://vitrine"),
        // A check of a large store takes as long as it takes; the verb's own cancellation ends it.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (owned is null) return;
        await owned.StopAsync();
        await owned.DisposeAsync();
    }

    private static async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            (await ConnectAsync(path, cancellationToken)).Dispose();
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new StartException($"{path} may not be opened by this user. Run the command as the user that runs the server.", error);
        }
        catch (SocketException)
        {
            // Left behind by a process that was killed: nobody listens.
            return false;
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
