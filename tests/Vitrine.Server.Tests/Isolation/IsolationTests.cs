using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Control;
using Vitrine.Core.Stores;
using Vitrine.Server.Dashboard;
using Vitrine.Server.Projects;
using Vitrine.Server.Security;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Isolation;

/// <summary>
/// Walks every operation of the server, as one who has nothing, another project's key, or too little, and asks for what is in the project "first". A new
/// endpoint is walked by itself; one that asks nothing of its caller fails until it is on the list of those that may.
/// </summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private const string First = "first";

    // They tell nothing of any project.
    private static readonly string[] Open =
        ["/health", "/health/ready", "/health/live", "/openapi/{documentName}.json", "/docs/problems", "/docs/{path}", "/auth/token", "/auth/session",
            "/pictures/{project}/{bucket}/{name}", "/image/callback", .. DashboardFeature.Addresses];

    private readonly Dictionary<string, string> ids = [];
    private RunningServer server = null!;
    private HttpClient remote = null!;
    private IReadOnlyList<Operation> operations = [];
    private string before = "";

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(("Network:FailuresPerMinute", "1000000"));
        // As from elsewhere: what is open to the same machine only is not open.
        remote = new HttpClient { BaseAddress = server.Address };
        remote.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var local = server.Local();
        foreach (var slug in (string[])[First, "second"])
            await local.JsonAsync(HttpMethod.Post, "/api/v1/projects", null, $$"""{"slug":"{{slug}}","name":"{{(slug == First ? MarkedFacts.Marker : slug)}}"}""");
        var answer = await local.JsonAsync(HttpMethod.Post, $"/api/v1/track?project={First}", null, MarkedFacts.Json());
        Assert.True(answer.GetProperty("refused").GetArrayLength() == 0, answer.GetRawText());
        await server.Services.GetRequiredService<IViewStore>().PutViewAsync(
            new SavedView(MarkedFacts.Id, First, MarkedFacts.Marker, "images", MarkedFacts.Marker, true, "local", 1, 1), TestContext.Current.CancellationToken);
        var entities = (IEntityStore)await server.Services.GetRequiredService<IProjectStores>().GetAsync(First, TestContext.Current.CancellationToken);
        await entities.PutDatasetAsync(new Dataset(MarkedFacts.Id, MarkedFacts.Marker, MarkedFacts.Marker, null, null, null, null, 1), TestContext.Current.CancellationToken);
        await entities.PutPersonaAsync(new Persona(MarkedFacts.Id, MarkedFacts.Marker, null, 1), TestContext.Current.CancellationToken);
        await entities.PutJobAsync(
            new ImageJob { Id = MarkedFacts.Id, Status = JobStatus.Queued, UserId = MarkedFacts.Marker, Prompt = MarkedFacts.Marker, CreatedAt = 1, UpdatedAt = 1 }, TestContext.Current.CancellationToken);
        var key = await local.JsonAsync(HttpMethod.Post, $"/api/v1/keys?project={First}", null, $$"""{"kind":"server","name":"{{MarkedFacts.Marker}}"}""");
        ids["/api/v1/keys/"] = key.GetProperty("details").GetProperty("id").GetString()!;
        operations = Operation.Of(server);
        before = await StateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        remote.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_operation_of_the_document_is_walked()
    {
        var document = await server.Anonymous.JsonAsync(HttpMethod.Get, "/openapi/v1.json");
        var described = Operation.In(document).Select(operation => $"{operation.Method} {operation.Path}").ToArray();
        Assert.True(described.Length > 30);
        Assert.Empty(described.Except(operations.Select(operation => operation.ToString())));
    }

    [Fact]
    public void Whatever_asks_nothing_of_its_caller_is_on_the_list() => Assert.Empty(
        operations.Where(operation => operation.Needed is null && !IsOpen(operation) && !IsInternal(operation)).Select(operation => operation.ToString()));

    [Fact]
    public async Task The_project_itself_is_full_of_what_the_others_must_not_see()
    {
        // Else nothing below could fail.
        var key = await server.NewKeyAsync(KeyKind.Server, First);
        var seen = 0;
        foreach (var operation in operations.Where(operation => operation.Method == HttpMethod.Get && operation.Needed is Permission.Read or Permission.ReadOwn))
        {
            foreach (var address in operation.Addresses(First, null, ids))
            {
                using var response = await remote.SendAsync(HttpMethod.Get, address, key);
                var isSeen = await ShowsMarkerAsync(response);
                if (isSeen) seen++;
                if (operation.IsAboutARecord && operation.Pattern.EndsWith("/{id}", StringComparison.Ordinal)) Assert.True(isSeen, $"{operation}: {(int)response.StatusCode}");
            }
        }
        Assert.True(seen > 40, $"{seen} answers");
    }

    [Fact]
    public async Task Who_has_nothing_sees_nothing() =>
        await WalkAsync("nobody", null, First, (_, status) => status is 401);

    [Fact]
    public async Task Another_projects_key_finds_no_such_project() =>
        await WalkAsync("second's key", await KeyAsync(KeyKind.Server, "second"), First, (_, status) => status is 404);

    [Fact]
    public async Task Another_projects_key_finds_only_its_own_where_it_names_no_project() =>
        await WalkAsync(
            "second's key", await KeyAsync(KeyKind.Server, "second"), null,
            (operation, status) => operation.IsAboutARecord && !operation.Pattern.Contains("{format}", StringComparison.Ordinal) ? status is 400 or 403 or 404 : status < 500);

    [Fact]
    public async Task An_ingest_key_reads_nothing() =>
        await WalkAsync("ingest key", await KeyAsync(KeyKind.Ingest, First), First, (_, status) => status is 403,
            operation => operation.Needed is not (Permission.Track or Permission.Jobs or Permission.Identified));

    [Fact]
    public async Task An_app_key_reads_nothing_without_its_user() =>
        await WalkAsync("app key", await KeyAsync(KeyKind.App, First), First, (_, status) => status is 403,
            operation => operation.Needed is not (Permission.Track or Permission.Identified));

    [Fact]
    public async Task An_app_key_sees_nothing_of_another_user() =>
        await WalkAsync(
            "app key of another", [.. await KeyAsync(KeyKind.App, First), ("X-End-User", "somebody-else")], First, (_, status) => status < 500,
            operation => operation.Needed is not (Permission.Track or Permission.Identified));

    [Fact]
    public async Task A_viewer_changes_nothing() =>
        await WalkAsync("viewer", await AccountAsync(new RoleGrant(First, Role.Viewer)), First, (_, status) => status is 403, operation =>
            operation.Needed is Permission.Track or Permission.Jobs or Permission.Edit or Permission.Administer or Permission.AdministerAll);

    [Fact]
    public async Task An_admin_of_another_project_finds_no_such_project() =>
        await WalkAsync("admin of second", await AccountAsync(new RoleGrant("second", Role.Admin)), First,
            (operation, status) => operation.Needed is Permission.AdministerAll or Permission.Identified ? status is 403 or 404 : status is 404,
            operation => operation.Needed is not Permission.Identified || operation.IsAboutARecord);

    [Fact]
    public async Task A_panel_reads_its_few_numbers_and_nothing_else()
    {
        const string origin = "https://shop.example";
        var (token, _) = await server.Services.GetRequiredService<Sessions>().OpenPanelAsync(First, origin, TestContext.Current.CancellationToken);
        await WalkAsync("panel", [("Authorization", $"Bearer {token}"), ("Origin", origin)], First, (_, status) => status is 403,
            operation => operation.Needed is not Permission.ReadPanel);
    }

    /// <param name="fits">Whether that status of an operation that is not open to everybody shows nothing.</param>
    private async Task WalkAsync(
        string who, (string Name, string Value)[]? headers, string? project, Func<Operation, int, bool> fits, Func<Operation, bool>? which = null)
    {
        var failures = new List<string>();
        var walked = 0;
        foreach (var operation in operations.Where(operation => which?.Invoke(operation) ?? true))
        {
            foreach (var address in operation.Addresses(First, project, ids))
            {
                using var request = new HttpRequestMessage(operation.Method, new Uri(address, UriKind.Relative));
                foreach (var (name, value) in headers ?? []) request.Headers.Add(name, value);
                if (operation.Body(First) is { } body) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var response = await remote.SendAsync(request, TestContext.Current.CancellationToken);
                walked++;
                if (await ShowsMarkerAsync(response)) failures.Add($"{who}: {operation.Method} {address} shows what is in the project");
                var status = (int)response.StatusCode;
                if (!IsOpen(operation) && !(IsInternal(operation) ? status is 401 or 403 or 404 : fits(operation, status))) failures.Add($"{who}: {operation.Method} {address} answers {status}");
            }
        }
        Assert.True(walked > 5);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.Equal(before, await StateAsync());
    }

    private static async Task<bool> ShowsMarkerAsync(HttpResponseMessage response) =>
        $"{response.Headers}{response.Content.Headers}{await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}"
            .Contains(MarkedFacts.Marker, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is in the project, as far as somebody could have changed it.</summary>
    private async Task<string> StateAsync()
    {
        using var local = server.Local();
        var state = new List<JsonElement>();
        foreach (var path in (string[])["/api/v1/analytics/summary", "/api/v1/images", "/api/v1/users", "/api/v1/conversations", $"/api/v1/projects/{First}"])
            state.Add(await local.JsonAsync(HttpMethod.Get, $"{path}?project={First}"));
        var views = await server.Services.GetRequiredService<IViewStore>().ListViewsAsync(First, TestContext.Current.CancellationToken);
        var keys = server.Services.GetRequiredService<KeyRing>().Of(First).Where(key => key.Name == MarkedFacts.Marker);
        return $"{string.Join('\n', state.Select(one => one.GetRawText()))}\n{string.Join('\n', views)}\n{string.Join('\n', keys.Select(key => key.RevokedAt))}";
    }

    private async Task<(string, string)[]> KeyAsync(KeyKind kind, string project) => [("X-Api-Key", await server.NewKeyAsync(kind, project))];

    private async Task<(string, string)[]> AccountAsync(params RoleGrant[] grants) => [("Authorization", "Bearer " + await server.SignInAsync(grants))];

    private static bool IsOpen(Operation operation) => operation.Needed is null && Open.Contains(operation.Pattern);

    // Of the verbs of the same machine; to everybody else they do not exist.
    private static bool IsInternal(Operation operation) => operation.Pattern.StartsWith("/internal/", StringComparison.Ordinal);
}
