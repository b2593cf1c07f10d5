using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Vitrine.Server.Tests.Cli;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Accounts;

[UnsupportedOSPlatform("windows")]
public sealed class FirstAdminTests : IDisposable
{
    private readonly TempFolder folder = new();

    private string PasswordFile => folder.File("data/admin.password");

    private VitrineLaunch Launch => RunningServer.Launch(folder.File("data"));

    [Fact]
    public async Task The_first_start_makes_admin_and_writes_its_password_where_only_the_owner_reads()
    {
        string password;
        await using (var app = await StartAsync(Launch))
        {
            password = (await File.ReadAllTextAsync(PasswordFile, TestContext.Current.CancellationToken)).Trim();
            Assert.True(password.Length >= 20);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PasswordFile));
            // The hash may still be on its way: whoever signs in waits for it.
            var session = await SignInAsync(app, password);
            Assert.Equal([("*", "admin")], session.GetProperty("account").GetProperty("roles").EnumerateArray()
                .Select(role => (role.GetProperty("project").GetString()!, role.GetProperty("role").GetString()!)));
        }
        await using (var again = await StartAsync(Launch with { AdminPassword = "ignored by now, as there is one" }))
        {
            Assert.Equal(password, (await File.ReadAllTextAsync(PasswordFile, TestContext.Current.CancellationToken)).Trim());
            await SignInAsync(again, password);
        }
    }

    [Fact]
    public async Task A_chosen_password_is_written_nowhere()
    {
        await using var app = await StartAsync(Launch with { AdminPassword = "chosen by the operator" });
        Assert.False(File.Exists(PasswordFile));
        await SignInAsync(app, "chosen by the operator");
    }

    [Theory]
    [InlineData("short")]
    [InlineData("password123")]
    [InlineData("admin2024")]
    public async Task A_weak_one_stops_the_start(string password)
    {
        await using var app = VitrineServer.Build(Launch with { AdminPassword = password });
        var error = await Assert.ThrowsAsync<StartException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("VITRINE_ADMIN_PASSWORD cannot be", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, error.Message);
    }

    [Fact]
    public async Task The_file_goes_when_the_password_is_changed()
    {
        await using var app = await StartAsync(Launch);
        Assert.Equal(0, (await CommandRun.OfAsync(folder.File("data"), "accounts", "password", "admin", "--generate")).Code);
        Assert.False(File.Exists(PasswordFile));
    }

    [Fact]
    public async Task The_doctor_sees_a_file_that_others_may_read()
    {
        await using (await StartAsync(Launch))
        {
        }
        var good = await CommandRun.OfAsync(folder.File("data"), "doctor");
        Assert.Equal(0, good.Code);
        Assert.Contains("ok  admin password", good.Output);
        File.SetUnixFileMode(PasswordFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var bad = await CommandRun.OfAsync(folder.File("data"), "doctor");
        Assert.Equal(1, bad.Code);
        Assert.Contains("BAD admin password", bad.Output);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<WebApplication> StartAsync(VitrineLaunch launch)
    {
        var app = VitrineServer.Build(launch);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private static async Task<JsonElement> SignInAsync(WebApplication app, string password)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single(url => !url.StartsWith("http://unix:", StringComparison.Ordinal))) };
        using var body = JsonContent.Create(new { username = "admin", password });
        using var response = await client.PostAsync(new Uri("/auth/session", UriKind.Relative), body, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }
}
