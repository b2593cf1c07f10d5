using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vitrine.Core.Control;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;

namespace Vitrine.Server.Tests.Support;

/// <summary>The real server on a free port over a fresh data folder. Disposing it stops it and removes the folder.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly bool keepsFolder;

    private RunningServer(WebApplication app, string dataFolder, string key, bool keepsFolder)
    {
        (this.app, this.keepsFolder) = (app, keepsFolder);
        DataFolder = dataFolder;
        Address = new Uri(app.Urls.Single(url => !url.StartsWith("http://unix:", StringComparison.Ordinal)));
        Key = key;
        Anonymous = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.All }) { BaseAddress = Address };
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    /// <summary>A server key of the default project.</summary>
    public string Key { get; }

    /// <summary>Sends <see cref="Key"/>.</summary>
    public HttpClient Client { get; }

    /// <summary>Sends no key.</summary>
    public HttpClient Anonymous { get; }

    public IServiceProvider Services => app.Services;

    public static string NewFolder() => Path.Combine(Path.GetTempPath(), "vitrine-tests", Guid.NewGuid().ToString("N"));

    public static VitrineLaunch Launch(string folder, params (string Key, string Value)[] options) => new()
    {
        Urls = "http://127.0.0.1:0",
        DataFolder = folder,
        ReadEnvironment = false,
        Options = options.Prepend((Key: "Logging:LogLevel:Default", Value: "Critical")).GroupBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => (string?)pair.Last().Value),
        ConfigureServices = HashQuickly,
    };

    public static async Task<RunningServer> StartAsync(params (string Key, string Value)[] options) =>
        await StartAsync(Launch(NewFolder(), options));

    /// <summary>The server over a store of the test's own.</summary>
    public static async Task<RunningServer> StartAsync(OpenFactStore open, params (string Key, string Value)[] options) =>
        await StartAsync(Launch(NewFolder(), options) with { ConfigureServices = services => services.AddSingleton(open) });

    /// <param name="keepsFolder">True where another server goes on over the same data.</param>
    public static async Task<RunningServer> StartAsync(VitrineLaunch launch, bool keepsFolder = false)
    {
        var built = VitrineServer.Build(launch with
        {
            ConfigureServices = services =>
            {
                HashQuickly(services);
                launch.ConfigureServices?.Invoke(services);
            },
        });
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(built, launch.DataFolder, await NewKeyAsync(built.Services, KeyKind.Server, Project.DefaultSlug), keepsFolder);
    }

    /// <summary>A password's hash is made to be slow, and every server hashes one.</summary>
    private static void HashQuickly(IServiceCollection services) => services.AddSingleton(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 }));

    public Task<string> NewKeyAsync(KeyKind kind, string project = Project.DefaultSlug) => NewKeyAsync(Services, kind, project);

    private static async Task<string> NewKeyAsync(IServiceProvider services, KeyKind kind, string project) =>
        (await services.GetRequiredService<KeyRing>().CreateAsync(project, kind, "test", null, null, "test", TestContext.Current.CancellationToken)).Secret;

    /// <summary>As Ctrl-C does.</summary>
    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Anonymous.Dispose();
        await app.DisposeAsync();
        if (!keepsFolder) Directory.Delete(DataFolder, recursive: true);
    }
}
