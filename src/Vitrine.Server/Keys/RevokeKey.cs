using Vitrine.Server.Http;
using Vitrine.Server.Security;

namespace Vitrine.Server.Keys;

/// <summary><c>DELETE /api/v1/keys/{id}</c>.</summary>
internal static class RevokeKey
{
    public static async Task<IResult> HandleAsync(string id, KeyRing ring, AuditLog audit, HttpContext context)
    {
        var project = context.Admission().Project;
        if (ring.Find(project, id) is not { } key) return Problems.NotFound.With($"The project has no key '{id}'.", "id");
        // Revoked before is as good as now.
        if (await ring.RevokeAsync(project, id, context.RequestAborted)) await audit.WriteAsync(context, "key.revoked", key.Prefix, project);
        return TypedResults.NoContent();
    }
}
