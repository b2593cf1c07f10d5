using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Server.Accounts;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Accounts;

public sealed class SignInAttemptsTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Away = IPAddress.Parse("198.51.100.7");

    private readonly ManualClock clock = new();

    [Fact]
    public void The_wait_doubles_up_to_its_cap_and_an_hour_of_quiet_forgets()
    {
        var attempts = Attempts(new AccountOptions { MaxAddressFailures = 1000 });
        var waits = new List<double>();
        for (var failure = 0; failure < 13; failure++)
        {
            Assert.Equal(TimeSpan.Zero, attempts.WaitFor("anna", Home));
            attempts.NoteFailure("ANNA", Home);
            var wait = attempts.WaitFor("anna", Away);
            waits.Add(wait.TotalSeconds);
            clock.Advance(wait);
        }
        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
        attempts.NoteFailure("anna", Home);
        clock.Advance(TimeSpan.FromHours(1));
        attempts.NoteFailure("anna", Home);
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("anna", Home));
    }

    [Fact]
    public void A_success_clears_the_name_but_not_its_address()
    {
        var attempts = Attempts(new AccountOptions { MaxAddressFailures = 6 });
        Fail(attempts, "anna", Home, 5);
        attempts.NoteSuccess("anna", Home);
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("anna", Home));
        Fail(attempts, "bert", Home, 1);
        Assert.Equal(1, attempts.WaitFor("carl", Home).TotalSeconds);
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("carl", Away));
    }

    [Fact]
    public void Strangers_do_not_keep_out_an_owner_who_was_here_before()
    {
        var attempts = Attempts(new AccountOptions());
        attempts.NoteSuccess("anna", Home);
        Fail(attempts, "anna", Away, 10);
        Assert.True(attempts.WaitFor("anna", Away) > TimeSpan.Zero);
        Assert.True(attempts.WaitFor("anna", IPAddress.Loopback) > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("anna", Home));
        Fail(attempts, "anna", Home, 5);
        Assert.Equal(1, attempts.WaitFor("anna", Home).TotalSeconds);
    }

    [Fact]
    public void A_network_of_addresses_is_one()
    {
        var attempts = Attempts(new AccountOptions { MaxAddressFailures = 2 });
        Fail(attempts, "anna", IPAddress.Parse("2001:db8::1"), 1);
        Fail(attempts, "bert", IPAddress.Parse("2001:db8::2:0:0:1"), 1);
        Assert.Equal(1, attempts.WaitFor("carl", IPAddress.Parse("2001:db8::3")).TotalSeconds);
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("carl", IPAddress.Parse("2001:db8:0:1::3")));
        Fail(attempts, "anna", IPAddress.Parse("::ffff:192.0.2.1"), 2);
        Assert.True(attempts.WaitFor("carl", Home) > TimeSpan.Zero);
    }

    [Fact]
    public void Beyond_its_bound_the_oldest_is_forgotten()
    {
        var attempts = Attempts(new AccountOptions { TrackedFailures = 100, MaxFailures = 1 });
        for (var index = 0; index < 101; index++)
        {
            attempts.NoteFailure($"name-{index}", null);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal(TimeSpan.Zero, attempts.WaitFor("name-0", null));
        Assert.True(attempts.WaitFor("name-1", null) > TimeSpan.Zero);
        Assert.True(attempts.WaitFor("name-100", null) > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Guessing_is_answered_without_hashing_until_the_wait_is_over(string name)
    {
        await using var server = await AccountServer.StartAsync(("Accounts:MaxFailures", "3"));
        await server.AddAsync("anna");
        for (var guess = 0; guess < 3; guess++)
        {
            using var wrong = await server.SignInAsync(name, "wrong");
            await ProblemBody.AssertAsync(wrong, HttpStatusCode.Unauthorized, "invalid_credentials");
        }
        var before = server.Hasher.Verified;
        using (var early = await server.SignInAsync(name, AccountServer.Password))
        {
            await ProblemBody.AssertAsync(early, HttpStatusCode.TooManyRequests, "too_many_attempts");
            Assert.Equal(TimeSpan.FromSeconds(1), early.Headers.RetryAfter!.Delta);
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, await server.StatusAsync("POST", "/auth/session", $$"""{"username":"{{name}}","password":"x"}"""));
        Assert.Equal(before, server.Hasher.Verified);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        using var late = await server.SignInAsync(name, AccountServer.Password);
        Assert.Equal(name == "anna" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, late.StatusCode);
    }

    [Fact]
    public async Task A_full_line_is_said_and_nothing_is_counted()
    {
        await using var server = await AccountServer.StartAsync(("Accounts:HashesAtOnce", "1"), ("Accounts:HashesWaiting", "1"));
        await server.AddAsync("anna");
        _ = await server.AdminTokenAsync();
        var line = server.Running.Services.GetRequiredService<PasswordLine>();
        var turn = await line.EnterAsync(TestContext.Current.CancellationToken);
        var waiting = line.EnterAsync(TestContext.Current.CancellationToken);
        using (var busy = await server.SignInAsync("anna", AccountServer.Password))
        {
            await ProblemBody.AssertAsync(busy, HttpStatusCode.ServiceUnavailable, "sign_in_busy");
            Assert.Equal(TimeSpan.FromSeconds(1), busy.Headers.RetryAfter!.Delta);
        }
        Assert.False(waiting.IsCompleted);
        turn.Dispose();
        (await waiting).Dispose();
        _ = await server.TokenAsync("anna", AccountServer.Password);
    }

    private SignInAttempts Attempts(AccountOptions options) => new(options, clock);

    private static void Fail(SignInAttempts attempts, string name, IPAddress address, int times)
    {
        for (var index = 0; index < times; index++) attempts.NoteFailure(name, address);
    }
}
