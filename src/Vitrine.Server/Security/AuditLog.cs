using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Security;

/// <summary>Writes down what an admin may later want to know.</summary>
internal sealed class AuditLog(IAuditStore store, AuditOptions options, TimeProvider clock)
{
    /// <param name="action">What, as <c>key.created</c>.</param>
    /// <param name="target">To what or whom.</param>
    /// <param name="project">Null where it concerns no project.</param>
    /// <param name="actor">Who, where it is not the one whom the gate let in.</param>
    /// <param name="details">Never a secret.</param>
    public Task WriteAsync(HttpContext context, string action, string? target, string? project = null, string? actor = null, JsonObject? details = null) =>
        store.AddAuditEntryAsync(
            new AuditEntry(
                0, FactTime.Now(clock), actor ?? context.Admission().Caller.Actor, action, project, target,
                context.Connection.RemoteIpAddress?.ToString(), details?.ToJsonString(JsonSerializerOptions.Default)),
            // What was done is written down, also where its caller is gone.
            CancellationToken.None);

    /// <summary>Forgets what is older than it is kept.</summary>
    public Task TrimAsync(CancellationToken cancellationToken) =>
        store.RemoveAuditEntriesAsync(FactTime.From(clock.GetUtcNow().AddDays(-options.KeepDays)), cancellationToken);
}
