using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class TokenTests : IAsyncLifetime
{
    private AccountServer server = null!;

    public async ValueTask InitializeAsync() => server = await AccountServer.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_form_with_name_and_password_is_answered_with_a_token(bool isMultipart)
    {
        await server.AddAsync("anna", new RoleGrant("default", Role.Viewer));
        (string Name, string Value)[] fields = [("username", "Anna"), ("password", AccountServer.Password), ("grant_type", "password"), ("scope", ""), ("client_id", "x")];
        using HttpContent form = isMultipart ? new MultipartFormDataContent() : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        if (form is MultipartFormDataContent parts) foreach (var (name, value) in fields) parts.Add(new StringContent(value), name);
        using var response = await PostAsync(form);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl!.NoStore);
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("bearer", 12 * 3600), (answer.GetProperty("token_type").GetString(), answer.GetProperty("expires_in").GetInt32()));
        var token = answer.GetProperty("access_token").GetString()!;
        Assert.Equal("anna", (await server.JsonAsync("GET", "/users/me", null, token)).GetProperty("username").GetString());
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/api/v1/analytics/summary", null, token));
        server.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/users/me", null, token));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_one_answer_that_costs_the_same()
    {
        await server.AddAsync("anna");
        var gone = await server.AddAsync("gone");
        await server.Control.UpdateAccountAsync(gone.Id, new AccountChange { IsDisabled = true }, TestContext.Current.CancellationToken);
        var answers = new HashSet<string>();
        foreach (var (name, password) in (IEnumerable<(string, string)>)[("anna", "wrong"), ("nobody", "wrong"), ("gone", AccountServer.Password), (new string('x', 3000), "wrong"), ("a\ufffd", "x")])
        {
            var before = server.Hasher.Verified;
            using var response = await server.SignInAsync(name, password);
            var problem = await ProblemBody.AssertAsync(response, HttpStatusCode.Unauthorized, "invalid_credentials");
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
            answers.Add(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.Equal(before + 1, server.Hasher.Verified);
        }
        Assert.All(server.Hasher.Costs, cost => Assert.Equal(1_000, cost));
        Assert.Equal("invalid_grant", JsonElement.Parse(Assert.Single(answers)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("username=anna", "missing_parameter", "invalid_request")]
    [InlineData("password=anna", "missing_parameter", "invalid_request")]
    [InlineData("username=&password=x", "missing_parameter", "invalid_request")]
    [InlineData("username=a&username=b&password=x", "missing_parameter", "invalid_request")]
    [InlineData("", "missing_parameter", "invalid_request")]
    [InlineData("username=a&password=b&grant_type=refresh_token", "unknown_value", "unsupported_grant_type")]
    public async Task What_is_no_sign_in_is_said_in_both_languages(string body, string code, string error)
    {
        using var form = new StringContent(body, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await PostAsync(form);
        await ProblemBody.AssertAsync(response, HttpStatusCode.BadRequest, code);
        Assert.Equal(error, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error").GetString());
        Assert.Equal(0, server.Hasher.Verified);
    }

    [Fact]
    public async Task Json_too_much_and_broken_forms_are_refused()
    {
        using (var json = new StringContent("""{"username":"a","password":"b"}""", Encoding.UTF8, "application/json")) await RefusedAsync(json, HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        using (var large = new FormUrlEncodedContent([new("username", "anna"), new("password", new string('x', 9000))])) await RefusedAsync(large, HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        using (var many = new StringContent(string.Concat(Enumerable.Repeat("a=b&", 100)), Encoding.UTF8, "application/x-www-form-urlencoded")) await RefusedAsync(many, HttpStatusCode.BadRequest, "missing_parameter");
        using var broken = new StringContent("--nothing", Encoding.UTF8);
        broken.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "x") } };
        await RefusedAsync(broken, HttpStatusCode.BadRequest, "missing_parameter");
    }

    private async Task RefusedAsync(HttpContent content, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(content);
        await ProblemBody.AssertAsync(response, status, code);
    }

    private Task<HttpResponseMessage> PostAsync(HttpContent content) =>
        server.Running.Anonymous.PostAsync(new Uri("/auth/token", UriKind.Relative), content, TestContext.Current.CancellationToken);
}
