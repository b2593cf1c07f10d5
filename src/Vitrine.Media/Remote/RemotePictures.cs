using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Vitrine.Core.Pictures;

namespace Vitrine.Media.Remote;

/// <summary>All addresses of a host.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Connects to one of some addresses, and to no other.</summary>
public delegate ValueTask<Stream> ConnectTo(IPAddress[] addresses, int port, CancellationToken cancellationToken);

/// <summary>
/// Fetches pictures from addresses that somebody else named, which may mean to reach the inside of our network by us. A name is resolved once for a connection, all its
/// addresses are judged, and the connection goes to one of those that were; redirects begin anew. Nothing of us goes along but the request, and nothing is taken but a
/// picture of limited size in limited time. Neither addresses nor answers are logged here: a query may be a secret. Thread-safe.
/// </summary>
public sealed class RemotePictures : IDisposable
{
    private readonly FetchOptions options;
    private readonly FetchRules rules;
    private readonly TimeProvider clock;
    private readonly ResolveHost resolve;
    private readonly ConnectTo connect;
    private readonly long maxBytes;
    private readonly SemaphoreSlim turns;
    private readonly HttpMessageInvoker http;

    /// <param name="resolve">Null for the system's.</param>
    /// <param name="connect">Null for sockets.</param>
    public RemotePictures(FetchOptions options, MediaOptions media, TimeProvider clock, ResolveHost? resolve = null, ConnectTo? connect = null)
    {
        (this.options, this.clock) = (options, clock);
        rules = new FetchRules(options);
        this.resolve = resolve ?? Dns.GetHostAddressesAsync;
        this.connect = connect ?? ConnectAsync;
        maxBytes = media.MaxPictureMegabytes * 1024L * 1024;
        turns = new SemaphoreSlim(options.Concurrency);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) => await ConnectNotedAsync(context, cancellationToken),
            ConnectTimeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            AllowAutoRedirect = false,
            // A bomb is packed, and pictures are packed already.
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        });
    }

    /// <exception cref="FetchFailedException">There is no picture, or none that is taken.</exception>
    public async Task<ReadOnlyMemory<byte>> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        rules.CheckWritten(address);
        await turns.WaitAsync(cancellationToken);
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
            return await FollowAsync(address, either.Token, cancellationToken);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        http.Dispose();
        turns.Dispose();
    }

    private async Task<ReadOnlyMemory<byte>> FollowAsync(Uri address, CancellationToken cancellationToken, CancellationToken caller)
    {
        for (var redirects = 0; ; redirects++)
        {
            rules.CheckWritten(address);
            var connecting = new Connecting();
            try
            {
                using var response = await http.SendAsync(RequestOf(address, connecting), cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK) return await ReadAsync(response.Content, cancellationToken);
                address = Next(address, response);
            }
            catch (HttpRequestException error) when (error.InnerException is FetchFailedException refused)
            {
                throw new FetchFailedException(refused.Code, refused.Message, error)
                {
                    MayPass = refused.MayPass, DeadHost = refused.Code == FetchFailures.Unreachable ? address : null,
                };
            }
            catch (OperationCanceledException error) when (!caller.IsCancellationRequested)
            {
                throw new FetchFailedException(FetchFailures.TimedOut, $"The picture took more than {options.TimeoutSeconds} s to come.", error)
                {
                    MayPass = true, DeadHost = connecting.IsPending ? address : null,
                };
            }
            catch (Exception error) when (error is HttpRequestException or IOException)
            {
                throw new FetchFailedException(FetchFailures.Unreachable, "The host cannot be reached, or its answer broke off.", error)
                {
                    MayPass = true, DeadHost = connecting.IsPending || error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? address : null,
                };
            }
            if (redirects == options.MaxRedirects) throw new FetchFailedException(FetchFailures.TooManyRedirects, $"The address redirects more than {options.MaxRedirects} times.");
        }
    }

    private static HttpRequestMessage RequestOf(Uri address, Connecting connecting)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var format in Enum.GetValues<PictureFormat>()) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(format.MediaType()));
        request.Options.Set(Connecting.Key, connecting);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Vitrine", null));
        return request;
    }

    /// <exception cref="FetchFailedException">It leads nowhere.</exception>
    private static Uri Next(Uri address, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location && Uri.TryCreate(address, location, out var next)) return next;
        throw new FetchFailedException(FetchFailures.Refused, $"The host answered with status {status}.") { MayPass = status is 408 or 425 or 429 or >= 500 };
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > maxBytes) throw TooLarge();
        using var body = new MemoryStream((int)(content.Headers.ContentLength ?? 0));
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[32 * 1024];
        var isKnown = false;
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (body.Length + read > maxBytes) throw TooLarge();
            body.Write(buffer, 0, read);
            // What is no picture is not read to its end.
            if (!isKnown && body.Length >= PictureFormats.SniffBytes) isKnown = IsPicture() ? true : throw NoPicture();
        }
        if (!isKnown && !IsPicture()) throw NoPicture();
        return body.GetBuffer().AsMemory(0, (int)body.Length);

        bool IsPicture() => PictureFormats.Sniff(body.GetBuffer().AsSpan(0, (int)body.Length)) is not null;
    }

    private async ValueTask<Stream> ConnectNotedAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var connecting = context.InitialRequestMessage.Options.TryGetValue(Connecting.Key, out var known) ? known : new Connecting();
        connecting.IsPending = true;
        var stream = await ConnectCheckedAsync(context.DnsEndPoint, cancellationToken);
        connecting.IsPending = false;
        return stream;
    }

    private async ValueTask<Stream> ConnectCheckedAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = IPAddress.TryParse(host.Host, out var literal) ? [literal] : await resolve(host.Host, cancellationToken);
        }
        catch (SocketException error)
        {
            throw FetchRules.NoSuchHost(error);
        }
        rules.CheckResolved(host.Host, host.Port, addresses);
        return await connect(addresses, host.Port, cancellationToken);
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private FetchFailedException TooLarge() => new(PictureRefusals.TooManyBytes, $"The picture has more than {maxBytes / (1024 * 1024)} MiB.");

    private static FetchFailedException NoPicture() => new(PictureRefusals.UnknownFormat, "What came is no picture of a format that is taken.");

    /// <summary>Whether a request waits for a connection of its own. Written where the handler connects, and read where the request is given up.</summary>
    private sealed class Connecting
    {
        public static readonly HttpRequestOptionsKey<Connecting> Key = new("connecting");

        private volatile bool isPending;

        public bool IsPending
        {
            get => isPending;
            set => isPending = value;
        }
    }
}
