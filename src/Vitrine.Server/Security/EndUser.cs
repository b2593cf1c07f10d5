namespace Vitrine.Server.Security;

/// <summary>The one user whose records the caller may see; set where the caller may not see everybody's.</summary>
internal sealed record EndUser(string Id);
