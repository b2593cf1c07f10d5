using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Stores;
using Vitrine.Server.Security;

namespace Vitrine.Server.Generation.Jobs;

/// <summary>
/// Secrets that each end one job. One is derived from the server's own secret and what the job is, so that an app that asks again, because the answer was lost on its way,
/// is told the same; what is kept of it is its hash.
/// </summary>
internal sealed class CallbackSecrets(ServerSecret server)
{
    public const string Path = "/image/callback";

    private const string Prefix = "vtj_";
    private const string Header = "X-Callback-Secret";
    private const string Parameter = "secret";

    private readonly Lazy<byte[]> key = new(() => server.DeriveKey("callbacks of jobs"));

    /// <summary>256 bits that nobody finds who does not know the server's secret.</summary>
    public string For(string project, string id, long createdAt) =>
        Prefix + System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes($"{project}\n{createdAt}\n{id}")));

    public static string HashOf(string secret) => Convert.ToHexStringLower(Secret.Hash(secret));

    /// <summary>In the address, as a provider's webhook has it, or in a header.</summary>
    public static string? Of(HttpRequest request) =>
        (request.Query[Parameter] is [{ } inAddress] ? inAddress : request.Headers[Header] is [{ } inHeader] ? inHeader : null) is { Length: > 0 and <= Secret.MaxLength } secret ? secret : null;

    /// <summary>Whether the secret is that of the job's callback, and its time is not over.</summary>
    public static bool Opens(string secret, ImageJob job, long now) =>
        job.CallbackHash is { } hash && Secret.Matches(secret, Convert.FromHexString(hash)) && now < job.CallbackExpiresAt;

    /// <summary>The address that a worker calls.</summary>
    public static string Address(string baseUrl, string project, string id, string secret) =>
        baseUrl + Path + QueryString.Create("project", project).Add("job_id", id).Add(Parameter, secret);
}
