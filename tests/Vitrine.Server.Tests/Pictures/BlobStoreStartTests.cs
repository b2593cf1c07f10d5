using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Blobs;
using Vitrine.Media.Blobs.S3;
using Vitrine.Server.Tests.Support;
using Vitrine.Storage.Sqlite;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pictures;

/// <summary>What stops a start, and what a server does whose bucket is away.</summary>
public sealed class BlobStoreStartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("S3:Bucket", null, "Vitrine:S3:Bucket is missing")]
    [InlineData("S3:SecretKey", null, "Vitrine:S3:SecretKey is missing")]
    [InlineData("S3:AccessKey", null, "Vitrine:S3:AccessKey is missing")]
    [InlineData("S3:Endpoint", "ftp://example.org", "Vitrine:S3:Endpoint is no http")]
    [InlineData("S3:KeyPrefix", "a b", "Vitrine:S3:KeyPrefix is wrong")]
    [InlineData("Blobs:Store", "tape", "which is none of Files, S3, Database")]
    public void A_setting_that_cannot_be_right_stops_the_start_and_is_named(string key, string? value, string message)
    {
        var launch = LaunchOf(key, value);
        var error = Assert.Throws<StartException>(() => VitrineServer.Build(launch)).Message;
        Assert.Contains(message, error);
        Assert.DoesNotContain(S3Gateway.SecretKey, error);
    }

    [Theory]
    [InlineData("S3:SecretKey", "not-the-secret", "SignatureDoesNotMatch")]
    [InlineData("S3:Bucket", "nowhere", "NoSuchBucket")]
    public async Task What_the_bucket_refuses_stops_the_start_and_no_secret_is_told(string key, string value, string code)
    {
        var launch = LaunchOf(key, value);
        await using var server = VitrineServer.Build(launch);
        var error = (await Assert.ThrowsAsync<StartException>(() => server.StartAsync(Cancel))).Message;
        Assert.Contains(code, error);
        Assert.Contains("Vitrine:S3:Bucket", error);
        Assert.DoesNotContain(value is "nowhere" ? S3Gateway.SecretKey : value, error);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_stops_the_start()
    {
        var folder = RunningServer.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "projects", "default"));
        using (var connection = SqliteConnection.Open(Path.Combine(folder, "projects", "default", "blobs.db"))) connection.Execute("pragma user_version = 99");
        await using var server = VitrineServer.Build(RunningServer.Launch(folder, ("Blobs:Store", "database")));
        Assert.Contains("blobs.db has schema 99", (await Assert.ThrowsAsync<StartException>(() => server.StartAsync(Cancel))).Message);
    }

    [Fact]
    public async Task Without_its_bucket_a_server_starts_does_everything_else_and_says_so()
    {
        await using var server = await RunningServer.StartAsync([.. S3Gateway.Options(""), ("S3:Endpoint", Nobody()), ("S3:Retries", "0")]);
        var health = await server.Anonymous.GetFromJsonAsync<JsonElement>(new Uri("/health", UriKind.Relative), Cancel);
        Assert.Equal("degraded", health.GetProperty("status").GetString());
        Assert.Equal(("ok", "pictures can neither be stored nor shown"), (health.GetProperty("checks").GetProperty("write").GetString(), health.GetProperty("checks").GetProperty("blobs").GetString()));

        // The picture was paid for and is lost; its record is not.
        using (var made = await server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup", resolution = "64x64" }, Cancel))
            Assert.Contains("not_stored", (await ProblemBody.AssertAsync(made, HttpStatusCode.BadGateway, "generation_failed")).Detail);
        var images = await server.Client.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/images", UriKind.Relative), Cancel);
        var image = Assert.Single(images.GetProperty("images").EnumerateArray());
        Assert.Equal(("failed", "A cup"), (image.GetProperty("status").GetString(), image.GetProperty("prompt").GetString()));
        Assert.StartsWith("not_stored", image.GetProperty("error").GetString());

        await server.Client.PostAsJsonAsync(new Uri("/api/v1/datasets", UriKind.Relative), new { id = "d-1", name = "Coffee" }, Cancel);
        using var body = new ByteArrayContent(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="));
        using var upload = await server.Client.PostAsync(new Uri("/api/v1/datasets/d-1/images", UriKind.Relative), body, Cancel);
        await ProblemBody.AssertAsync(upload, HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.NotNull(upload.Headers.RetryAfter);
        Assert.Equal(200, await server.TrackAsync(server.Key));
    }

    [Fact]
    public async Task A_bucket_that_goes_while_the_server_runs_comes_back_without_a_start()
    {
        var away = false;
        var launch = RunningServer.Launch(RunningServer.NewFolder(), S3Gateway.Options(S3Gateway.NewPrefix()));
        await using var server = await RunningServer.StartAsync(launch with
        {
            ConfigureServices = services => services.AddSingleton<IBlobStore>(provider => new SometimesAway(
                new S3BlobStore(provider.GetRequiredService<S3Options>(), "somebody", TimeProvider.System), () => Volatile.Read(ref away))),
        });
        Volatile.Write(ref away, true);
        using (var made = await MakeAsync(server)) Assert.Equal(HttpStatusCode.BadGateway, made.StatusCode);
        Volatile.Write(ref away, false);
        using (var made = await MakeAsync(server)) Assert.Equal(HttpStatusCode.OK, made.StatusCode);
    }

    private static Task<HttpResponseMessage> MakeAsync(RunningServer server) =>
        server.Client.PostAsJsonAsync(new Uri("/ai/generate", UriKind.Relative), new { prompt = "A cup", resolution = "64x64" }, Cancel);

    private static VitrineLaunch LaunchOf(string key, string? value)
    {
        var launch = RunningServer.Launch(RunningServer.NewFolder(), [.. S3Gateway.Options(S3Gateway.NewPrefix()), (key, value ?? "")]);
        return value is null ? launch with { Options = launch.Options.Where(option => option.Key != key).ToDictionary() } : launch;
    }

    // A port that nobody listens on any more.
    private static string Nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }

    private sealed class SometimesAway(IBlobStore inner, Func<bool> isAway) : IBlobStore
    {
        private IBlobStore Store => isAway() ? throw new BlobStoreException("Away.") : inner;

        public async Task PutAsync(BlobKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => await Store.PutAsync(key, content, cancellationToken);

        public async Task<BlobContent?> OpenAsync(BlobKey key, long offset, long? length, CancellationToken cancellationToken) => await Store.OpenAsync(key, offset, length, cancellationToken);

        public async Task<bool> DeleteAsync(BlobKey key, CancellationToken cancellationToken) => await Store.DeleteAsync(key, cancellationToken);

        public IAsyncEnumerable<StoredBlob> ListAsync(string project, CancellationToken cancellationToken) => Store.ListAsync(project, cancellationToken);

        public async Task RemoveUnfinishedAsync(string project, DateTimeOffset olderThan, CancellationToken cancellationToken) => await Store.RemoveUnfinishedAsync(project, olderThan, cancellationToken);

        public async Task<bool> ClaimAsync(CancellationToken cancellationToken) => await Store.ClaimAsync(cancellationToken);

        public async Task DeleteProjectAsync(string project, CancellationToken cancellationToken) => await Store.DeleteProjectAsync(project, cancellationToken);
    }
}
