namespace Vitrine.Server.Security;

/// <summary>What the gate decided of a request.</summary>
/// <param name="Project">The project that the request concerns.</param>
/// <param name="EndUser">The one user whose records the caller may see; null where it may see everybody's.</param>
internal sealed record Admission(Caller Caller, string Project, string? EndUser = null);

internal static class AdmissionFeature
{
    /// <exception cref="InvalidOperationException">The endpoint is open to everyone, so nobody asked who calls.</exception>
    public static Admission Admission(this HttpContext context) =>
        context.Features.Get<Admission>() ?? throw new InvalidOperationException("The gate did not look at this request.");
}
