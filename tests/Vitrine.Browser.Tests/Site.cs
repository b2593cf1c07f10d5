using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Vitrine.Server;

[assembly: AssemblyFixture(typeof(Vitrine.Browser.Tests.Site))]

namespace Vitrine.Browser.Tests;

/// <summary>A real server with the dashboard, three projects, of which one stays empty, and a browser.</summary>
public sealed class Site : IAsyncLifetime
{
    public const string Password = "glass case 99";

    /// <summary>How long anything is waited for, in milliseconds: machines may be busy, and nothing here measures time.</summary>
    private const float Patience = 20_000;

    private readonly string folder = Path.Combine(Path.GetTempPath(), "vitrine-tests", Guid.NewGuid().ToString("N"));
    private WebApplication app = null!;
    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public string Address { get; private set; } = "";

    /// <summary>Signed in as admin.</summary>
    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        app = VitrineServer.Build(new VitrineLaunch
        {
            Urls = "http://127.0.0.1:0", DataFolder = folder, ReadEnvironment = false, AdminPassword = Password,
            Options = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Critical" },
            // A password's hash is made to be slow.
            ConfigureServices = services => services.AddSingleton(Options.Create(new PasswordHasherOptions { IterationCount = 1_000 })),
        });
        await app.StartAsync();
        Address = app.Urls.Single(url => !url.StartsWith("http://unix:", StringComparison.Ordinal));
        Client.BaseAddress = new Uri(Address);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = "admin", ["password"] = Password });
        using var token = await Client.PostAsync("/auth/token", form);
        var answer = await token.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", answer.GetProperty("access_token").GetString());
        await PostAsync("/api/v1/projects", new { slug = "empty", name = "Nothing yet" });
        await PostAsync("/api/v1/projects", new { slug = "studio", name = "Studio" });
        await PostAsync("/api/v1/track", Seed.Facts());
        await PostAsync("/ai/generate", new { prompt = "A lighthouse in a storm", user_id = "u1", aspect_ratio = "16:9" });
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
        });
    }

    public async Task PostAsync(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>A browser of its own: nobody else's cookies and storage.</summary>
    public async Task<IPage> OpenAsync(string path, bool signedIn = true, int width = 1440, int height = 900, ColorScheme theme = ColorScheme.Light)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address, ViewportSize = new ViewportSize { Width = width, Height = height }, ColorScheme = theme, Locale = "en-US", TimezoneId = "UTC",
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(Patience);
        if (signedIn) await context.APIRequest.PostAsync("/auth/session", new APIRequestContextOptions { DataObject = new { username = "admin", password = Password } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
