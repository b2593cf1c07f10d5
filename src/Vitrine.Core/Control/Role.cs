namespace Vitrine.Core.Control;

/// <summary>What an account may do in a project. Each includes the ones before it.</summary>
public enum Role : byte
{
    /// <summary>Reads.</summary>
    Viewer = 1,

    /// <summary>Also sends facts and changes what people edit: views, personas, datasets.</summary>
    Editor = 2,

    /// <summary>Also manages keys, roles, settings, and resets.</summary>
    Admin = 3,
}

/// <summary>A role in one project, or in all of them.</summary>
/// <param name="Project">A slug, or <see cref="AllProjects"/>.</param>
public sealed record RoleGrant(string Project, Role Role)
{
    /// <summary>Every project that is and will be. An admin of all projects also manages accounts and projects.</summary>
    public const string AllProjects = "*";
}

public static class Roles
{
    public static string WireName(this Role role) => role switch
    {
        Role.Viewer => "viewer",
        Role.Editor => "editor",
        Role.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role."),
    };

    public static Role? Parse(string? text) => text switch
    {
        "viewer" => Role.Viewer,
        "editor" => Role.Editor,
        "admin" => Role.Admin,
        _ => null,
    };

    /// <summary>The highest role that the grants give in a project; null for none.</summary>
    public static Role? In(this IEnumerable<RoleGrant> grants, string project)
    {
        Role? highest = null;
        foreach (var grant in grants)
        {
            if ((grant.Project == RoleGrant.AllProjects || grant.Project == project) && (highest is not { } role || grant.Role > role)) highest = grant.Role;
        }
        return highest;
    }
}
