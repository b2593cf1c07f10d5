using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vitrine.Core.Control;
using Vitrine.Server.Security;
using Vitrine.Storage.Control;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Support;

/// <summary>The real server with people in it, a clock that stands still, and a hasher that counts.</summary>
internal sealed class AccountServer : IAsyncDisposable
{
    public const string AdminPassword = "lighthouse in the evening";
    public const string Password = "watercolor and ink";

    private readonly RunningServer server;

    // Cookies are what a test is about, so they are not kept here.
    private readonly HttpClient client;

    private AccountServer(RunningServer server, ManualClock clock)
    {
        this.server = server;
        Clock = clock;
        client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
    }

    public ManualClock Clock { get; }

    public RunningServer Running => server;

    public CountingHasher Hasher => (CountingHasher)server.Services.GetRequiredService<IPasswordHasher<Account>>();

    public IControlStore Control => server.Services.GetRequiredService<IControlStore>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<AccountServer> StartAsync(params (string Key, string Value)[] options) => StartAsync(null, options);

    public static async Task<AccountServer> StartAsync(ILoggerProvider? logs, params (string Key, string Value)[] options)
    {
        var clock = new ManualClock(LivingServer.Now);
        var folder = RunningServer.NewFolder();
        Directory.CreateDirectory(folder);
        await using (var control = ControlStore.Open(folder, clock)) await control.CreateProjectAsync(new Project("shop", "Shop", "Etc/UTC", 1), Cancel);
        var started = await RunningServer.StartAsync(RunningServer.Launch(folder, options) with
        {
            Clock = clock,
            AdminPassword = AdminPassword,
            ConfigureServices = services =>
            {
                services.AddSingleton<IPasswordHasher<Account>, CountingHasher>();
                if (logs is not null) services.AddLogging(logging => logging.AddProvider(logs).Services.Configure<LoggerFilterOptions>(options =>
                        options.Rules.Add(new LoggerFilterRule(logs.GetType().FullName, null, LogLevel.Trace, null))));
            },
        });
        return new AccountServer(started, clock);
    }

    /// <summary>An account whose password is <see cref="Password"/>.</summary>
    public async Task<Account> AddAsync(string name, params RoleGrant[] grants)
    {
        var account = new Account(Guid.CreateVersion7().ToString(), name, null, Hasher.HashPassword(null!, Password), 1);
        Assert.True(await Control.CreateAccountAsync(account, grants, Cancel));
        return account;
    }

    /// <summary>A bearer token of a new account with these roles.</summary>
    public async Task<string> BearerOfNewAsync(string name, params RoleGrant[] grants)
    {
        var account = await AddAsync(name, grants);
        return (await server.Services.GetRequiredService<Sessions>().SignInAsync(account.Id, SessionKind.Bearer, account.PasswordHash, null, Cancel))!.Value.Token;
    }

    /// <summary>A bearer token of the first admin.</summary>
    public Task<string> AdminTokenAsync() => TokenAsync("admin", AdminPassword);

    public async Task<string> TokenAsync(string name, string password)
    {
        using var response = await SignInAsync(name, password);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text).GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> SignInAsync(string name, string password)
    {
        using var form = new FormUrlEncodedContent([new("username", name), new("password", password)]);
        return await server.Anonymous.PostAsync(new Uri("/auth/token", UriKind.Relative), form, Cancel);
    }

    /// <param name="headers">As "Name: value".</param>
    public async Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null, string? token = null, params string[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var header in headers) Assert.True(request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]));
        return await client.SendAsync(request, Cancel);
    }

    public async Task<HttpStatusCode> StatusAsync(string method, string path, string? json = null, string? token = null, params string[] headers)
    {
        using var response = await SendAsync(method, path, json, token, headers);
        return response.StatusCode;
    }

    public async Task<JsonElement> JsonAsync(string method, string path, string? json = null, string? token = null, params string[] headers)
    {
        using var response = await SendAsync(method, path, json, token, headers);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async Task RefusedAsync(HttpStatusCode status, string code, string method, string path, string? json = null, string? token = null, params string[] headers)
    {
        using var response = await SendAsync(method, path, json, token, headers);
        await ProblemBody.AssertAsync(response, status, code);
    }

    /// <summary>Signs in as the dashboard does.</summary>
    /// <returns>The cookie, and what to send in X-CSRF-Token.</returns>
    public async Task<(string Cookie, string Csrf)> CookieAsync(string name, string password, params string[] headers)
    {
        using var response = await SendAsync("POST", "/auth/session", JsonSerializer.Serialize(new { username = name, password }), null, headers);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (CookieOf(response), JsonElement.Parse(text).GetProperty("csrf_token").GetString()!);
    }

    public static string CookieOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=', 2)[1];

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return server.DisposeAsync();
    }
}

/// <summary>The real hasher, counted.</summary>
internal sealed class CountingHasher(IOptions<PasswordHasherOptions> options) : IPasswordHasher<Account>
{
    private readonly PasswordHasher<Account> inner = new(options);
    private readonly ConcurrentQueue<int> costs = new();

    public int Verified => costs.Count;

    /// <summary>What each verification cost, in iterations.</summary>
    public IEnumerable<int> Costs => costs;

    /// <summary>The iterations that a hash of the hasher's third format asks for.</summary>
    public static int CostOf(string hash) => BinaryPrimitives.ReadInt32BigEndian(Convert.FromBase64String(hash).AsSpan(5));

    public string HashPassword(Account user, string password) => inner.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        costs.Enqueue(CostOf(hashedPassword));
        return inner.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
