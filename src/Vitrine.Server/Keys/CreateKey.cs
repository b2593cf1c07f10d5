using NodaTime;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Keys;

/// <summary>What a key is asked to be.</summary>
/// <param name="Kind">ingest, app or server.</param>
/// <param name="Name">What it is for; people read it.</param>
/// <param name="ExpiresAt">ISO 8601, UTC where it names no zone; never where absent.</param>
/// <param name="RequestsPerMinute">From 1 to 10,000,000; no limit where absent.</param>
internal sealed record KeyRequest(string? Kind, string? Name, string? ExpiresAt, int? RequestsPerMinute);

/// <summary><c>POST /api/v1/keys</c>.</summary>
internal static class CreateKey
{
    private const int MaxNameLength = 128;
    private const int MaxRequestsPerMinute = 10_000_000;

    public static async Task<IResult> HandleAsync(KeyRequest request, KeyRing ring, AuditLog audit, TimeProvider clock, HttpContext context)
    {
        if (KeyKinds.Parse(request.Kind) is not { } kind) return Problems.UnknownValue.With("kind is ingest, app or server.", "kind");
        if (request.Name?.Trim() is not { Length: > 0 and <= MaxNameLength } name) return Problems.InvalidValue.With($"name has from 1 to {MaxNameLength} characters.", "name");
        if (request.RequestsPerMinute is < 1 or > MaxRequestsPerMinute)
            return Problems.OutOfRange.With($"requests_per_minute is from 1 to {MaxRequestsPerMinute}.", "requests_per_minute");
        long? expiresAt = null;
        if (request.ExpiresAt is { } end)
        {
            if (!QueryTime.TryParse(end, DateTimeZone.Utc, out var time)) return Problems.InvalidTime.With("expires_at is an ISO 8601 date or date-time.", "expires_at");
            if (time <= FactTime.Now(clock)) return Problems.TimeOutOfRange.With("expires_at is past.", "expires_at");
            expiresAt = time;
        }
        var admission = context.Admission();
        var (secret, key) = await ring.CreateAsync(
            admission.Project, kind, name, request.RequestsPerMinute, expiresAt, admission.Caller.Actor, context.RequestAborted);
        await audit.WriteAsync(context, "key.created", key.Prefix, admission.Project);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new NewKey(secret, KeyAnswer.From(key)));
    }
}
