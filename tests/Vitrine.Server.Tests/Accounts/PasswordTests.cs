using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vitrine.Core.Control;
using Vitrine.Server.Accounts;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Accounts;

public sealed class PasswordTests
{
    [Fact]
    public void Without_a_test_in_charge_passwords_are_hashed_as_strongly_as_is_advised()
    {
        using var services = new ServiceCollection().AddAccounts().BuildServiceProvider();
        Assert.Equal(210_000, services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount);
        Assert.IsType<PasswordHasher<Account>>(services.GetRequiredService<IPasswordHasher<Account>>());
    }

    [Theory]
    [InlineData("1234567", "from 8 to 128")]
    [InlineData("\u00e4\u00e4\u00e4bcde", "from 8 to 128")]
    [InlineData("zzzzzzzzzz", "again and again")]
    [InlineData("PassWord123", "tried first")]
    [InlineData("Christine", "own name")]
    [InlineData("christine1999", "own name")]
    [InlineData("chris.tine@example.org", "own name")]
    public void What_is_guessed_first_is_no_password(string password, string why)
    {
        var problem = PasswordPolicy.Check(password, "christine", "chris.tine@example.org");
        Assert.Equal("weak_password", problem!.Kind.Code);
        Assert.Contains(why, problem.Detail);
    }

    [Theory]
    [InlineData("secure_password")]
    [InlineData("\u304f\u3058\u3089\u306e\u6d77\u3067\u6b4c\u3046")]
    [InlineData("        8 spaces")]
    public void Everything_else_is(string password)
    {
        Assert.Null(PasswordPolicy.Check(password, "admin", null));
        Assert.Null(PasswordPolicy.Check(new string('x', 64) + new string('y', 64), "admin", null));
        Assert.NotNull(PasswordPolicy.Check(new string('x', 64) + new string('y', 65), "admin", null));
    }

    [Fact]
    public async Task An_old_hash_is_replaced_at_the_next_sign_in()
    {
        await using var server = await AccountServer.StartAsync();
        var weak = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = 10 })).HashPassword(null!, AccountServer.Password);
        var anna = await server.AddAsync("anna");
        await server.Control.UpdateAccountAsync(anna.Id, new AccountChange { PasswordHash = weak }, TestContext.Current.CancellationToken);
        var token = await server.TokenAsync("anna", AccountServer.Password);
        var strong = (await server.Control.FindAccountAsync(anna.Id, TestContext.Current.CancellationToken))!.Account.PasswordHash;
        Assert.NotEqual(weak, strong);
        Assert.Equal(1_000, CountingHasher.CostOf(strong));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/users/me", null, token));
        _ = await server.TokenAsync("anna", AccountServer.Password);
        Assert.Equal(strong, (await server.Control.FindAccountAsync(anna.Id, TestContext.Current.CancellationToken))!.Account.PasswordHash);
    }

    [Fact]
    public async Task Only_so_many_are_hashed_at_once_and_only_so_many_wait()
    {
        using var gate = new SemaphoreSlim(0);
        var slow = new SlowHasher(gate);
        using var line = new PasswordLine(slow, Options.Create(new PasswordHasherOptions()), new AccountOptions { HashesAtOnce = 2, HashesWaiting = 3 });
        var hashes = Enumerable.Range(0, 5).Select(async _ =>
        {
            using var turn = await line.EnterAsync(TestContext.Current.CancellationToken);
            return await turn.HashAsync("x");
        }).ToList();
        await Assert.ThrowsAsync<PasswordsBusyException>(() => line.EnterAsync(TestContext.Current.CancellationToken));
        gate.Release(5);
        await Task.WhenAll(hashes);
        Assert.Equal(2, slow.Most);
        (await line.EnterAsync(TestContext.Current.CancellationToken)).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_line()
    {
        using var line = new PasswordLine(new SlowHasher(new SemaphoreSlim(0)), Options.Create(new PasswordHasherOptions()), new AccountOptions { HashesAtOnce = 1, HashesWaiting = 1 });
        using var turn = await line.EnterAsync(TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var waiting = line.EnterAsync(gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = line.EnterAsync(TestContext.Current.CancellationToken);
        turn.Dispose();
        (await next).Dispose();
    }

    [Fact]
    public async Task Ones_own_password_is_changed_by_who_knows_it_and_every_other_session_ends()
    {
        await using var server = await AccountServer.StartAsync(("Accounts:MaxFailures", "2"));
        await server.AddAsync("anna");
        var (here, elsewhere) = (await server.TokenAsync("anna", AccountServer.Password), await server.TokenAsync("anna", AccountServer.Password));
        await server.RefusedAsync(HttpStatusCode.Forbidden, "wrong_password", "PUT", "/auth/password", """{"current":"wrong","new":"another password"}""", here);
        await server.RefusedAsync(HttpStatusCode.BadRequest, "weak_password", "PUT", "/auth/password", $$"""{"current":"{{AccountServer.Password}}","new":"short"}""", here);
        await server.RefusedAsync(HttpStatusCode.BadRequest, "invalid_value", "PUT", "/auth/password", """{"new":"another password"}""", here);
        await server.RefusedAsync(HttpStatusCode.Forbidden, "forbidden", "PUT", "/auth/password", """{"current":"x","new":"another password"}""", server.Running.Key);
        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("PUT", "/auth/password", $$"""{"current":"{{AccountServer.Password}}","new":"another password"}""", here));
        Assert.Equal(HttpStatusCode.OK, await server.StatusAsync("GET", "/users/me", null, here));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("GET", "/users/me", null, elsewhere));
        _ = await server.TokenAsync("anna", "another password");
        // A stolen session is no way to guess the password.
        for (var guess = 0; guess < 2; guess++)
            await server.RefusedAsync(HttpStatusCode.Forbidden, "wrong_password", "PUT", "/auth/password", """{"current":"wrong","new":"yet another one"}""", here);
        await server.RefusedAsync(HttpStatusCode.TooManyRequests, "too_many_attempts", "PUT", "/auth/password", """{"current":"another password","new":"yet another one"}""", here);
    }

    private sealed class SlowHasher(SemaphoreSlim gate) : IPasswordHasher<Account>
    {
        private int now;
        private int most;

        public int Most => Volatile.Read(ref most);

        public string HashPassword(Account user, string password)
        {
            var count = Interlocked.Increment(ref now);
            for (var seen = Most; count > seen && Interlocked.CompareExchange(ref most, count, seen) != seen; seen = Most)
            {
            }
            gate.Wait(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref now);
            return "";
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) => PasswordVerificationResult.Failed;
    }
}
