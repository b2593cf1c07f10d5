using System.Text.Json;
using Vitrine.Core.Control;
using Vitrine.Core.Facts;
using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Audit;

/// <param name="Actor">account:NAME, key:PREFIX, local (a command on the server's machine), system, or nobody.</param>
/// <param name="Project">Absent where it concerns no one project.</param>
internal sealed record AuditEntryAnswer(long Id, string Time, string Actor, string Action, string? Project, string? Target, string? Address, JsonElement? Details)
{
    public static AuditEntryAnswer From(AuditEntry entry) => new(
        entry.Id, FactTime.ToWire(entry.Time), entry.Actor, entry.Action, entry.Project, entry.Target, entry.Address,
        entry.Details is { } json ? JsonElement.Parse(json) : null);
}

/// <param name="NextBefore">Goes on behind the last entry; absent at the end.</param>
internal sealed record AuditAnswer(IReadOnlyList<AuditEntryAnswer> Entries, long? NextBefore);

/// <summary><c>GET /api/v1/audit</c>.</summary>
internal static class ListAudit
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 500;

    private static readonly string[] Known = ["before", "limit", "action", "actor", "project"];

    public static async Task<IResult> HandleAsync(Reading reading, HttpContext context, IAuditStore audit)
    {
        var admission = context.Admission();
        var parameters = reading.Parameters;
        parameters.RefuseUnknown(Known.Contains, string.Join(", ", Known));
        var limit = parameters.Number("limit", DefaultLimit, 1, MaxLimit);
        var before = parameters.Text("before");
        if (!long.TryParse(before ?? "0", out var id)) parameters.Refuse("invalid_number", "before", $"'{before}' is not a whole number.");
        if (reading.Problem is { } problem) return problem;
        var seesEverything = admission.Caller.May(Permission.AdministerAll, admission.Project);
        var entries = await audit.ListAuditEntriesAsync(
            new AuditQuery
            {
                Project = seesEverything && parameters.Text("project") is null ? null : admission.Project,
                Action = parameters.Text("action"),
                Actor = parameters.Text("actor"),
                Before = before is null ? null : id,
                Limit = limit,
            },
            reading.Aborted);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new AuditAnswer([.. entries.Select(AuditEntryAnswer.From)], entries.Count == limit ? entries[^1].Id : null));
    }
}
