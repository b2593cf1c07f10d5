using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Vitrine.Core.Control;

namespace Vitrine.Server.Accounts;

/// <summary>Too many passwords wait already. The request can be sent again.</summary>
internal sealed class PasswordsBusyException : Exception;

/// <summary>
/// Hashing a password is slow on purpose, so strangers could keep the machine busy with it: only so many are hashed at once, so many wait, and the rest is
/// turned away.
/// </summary>
internal sealed class PasswordLine(IPasswordHasher<Account> hasher, IOptions<PasswordHasherOptions> cost, AccountOptions options) : IDisposable
{
    private readonly SemaphoreSlim turns = new(options.HashesAtOnce);
    private readonly string nobodysHash = NobodysHash(cost.Value.IterationCount);
    private int inLine;

    /// <exception cref="PasswordsBusyException">The line is full.</exception>
    public async Task<PasswordTurn> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref inLine) > options.HashesAtOnce + options.HashesWaiting)
        {
            Interlocked.Decrement(ref inLine);
            throw new PasswordsBusyException();
        }
        try
        {
            await turns.WaitAsync(cancellationToken);
        }
        catch
        {
            Interlocked.Decrement(ref inLine);
            throw;
        }
        return new PasswordTurn(hasher, nobodysHash, Leave);
    }

    public void Dispose() => turns.Dispose();

    private void Leave()
    {
        turns.Release();
        Interlocked.Decrement(ref inLine);
    }

    /// <summary>A hash that costs as much to verify as any, and that no password is known to have. In the hasher's third format.</summary>
    private static string NobodysHash(int iterations)
    {
        const int salt = 16, subkey = 32, header = 13, hmacSha512 = 2;
        var hash = new byte[header + salt + subkey];
        RandomNumberGenerator.Fill(hash);
        hash[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(1), hmacSha512);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(5), iterations);
        BinaryPrimitives.WriteInt32BigEndian(hash.AsSpan(9), salt);
        return Convert.ToBase64String(hash);
    }
}

/// <summary>The right to hash now, until it is disposed.</summary>
internal sealed class PasswordTurn(IPasswordHasher<Account> hasher, string nobodysHash, Action leave) : IDisposable
{
    public Task<string> HashAsync(string password) => Run(() => hasher.HashPassword(null!, password));

    /// <param name="hash">Null where there is no account: the answer is no, and takes as long.</param>
    public async Task<PasswordVerificationResult> VerifyAsync(string? hash, string password)
    {
        var result = await Run(() => hasher.VerifyHashedPassword(null!, hash ?? nobodysHash, password));
        return hash is null ? PasswordVerificationResult.Failed : result;
    }

    public void Dispose() => leave();

    // A thread of its own: the pool's few are for requests that are quick.
    private static Task<T> Run<T>(Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
}
