using Vitrine.Core.Control;

namespace Vitrine.Server.Security;

/// <summary>Who calls, as far as it was proved.</summary>
internal abstract class Caller
{
    /// <summary>As the audit log names it.</summary>
    public abstract string Actor { get; }

    /// <summary>The one project that the caller's secret belongs to; null where the request names it.</summary>
    public virtual string? Project => null;

    public abstract bool May(Permission permission, string project);

    /// <summary>False where to the caller the project is not there at all.</summary>
    public virtual bool Knows(string project) => true;
}

/// <summary>Over the data folder's socket, whose file's permissions are proof enough. May everything.</summary>
internal sealed class LocalOperator : Caller
{
    public static readonly LocalOperator Instance = new();

    public override string Actor => "local";

    public override bool May(Permission permission, string project) => true;
}

/// <summary>Nobody in particular, let in by an endpoint's <see cref="Access"/>, and to the default project only.</summary>
internal sealed class Stranger : Caller
{
    public static readonly Stranger Instance = new();

    public override string Actor => "nobody";

    public override bool Knows(string project) => project == Core.Control.Project.DefaultSlug;

    public override bool May(Permission permission, string project) => false;
}

/// <summary>A program with a project's key.</summary>
internal sealed class KeyHolder(ApiKey key) : Caller
{
    public ApiKey Key => key;

    public override string Actor { get; } = "key:" + key.Prefix;

    public override string Project => key.Project;

    /// <summary>True where each reading request must name the one user whose records it may see.</summary>
    public bool NeedsEndUser => key.Kind == KeyKind.App;

    public override bool Knows(string project) => project == key.Project;

    public override bool May(Permission permission, string project) => project == key.Project && permission switch
    {
        Permission.Track or Permission.Jobs or Permission.Identified => true,
        Permission.ReadOwn or Permission.Generate => key.Kind is KeyKind.App or KeyKind.Server,
        Permission.Read or Permission.ReadPanel or Permission.Edit => key.Kind == KeyKind.Server,
        _ => false,
    };
}

/// <summary>A person with an account.</summary>
internal sealed class AccountHolder(AccountWithRoles account, Session session) : Caller
{
    public Account Account => account.Account;

    public IReadOnlyList<RoleGrant> Grants => account.Grants;

    public Session Session => session;

    public override string Actor => "account:" + account.Account.Name;

    public override bool Knows(string project) => account.Grants.In(project) is not null;

    public override bool May(Permission permission, string project) => permission switch
    {
        Permission.Identified => true,
        Permission.AdministerAll => account.Grants.In(RoleGrant.AllProjects) == Role.Admin,
        Permission.Administer => account.Grants.In(project) >= Role.Admin,
        Permission.Edit or Permission.Track or Permission.Jobs or Permission.Generate => account.Grants.In(project) >= Role.Editor,
        _ => account.Grants.In(project) >= Role.Viewer,
    };
}

/// <summary>A side panel in a page of one origin.</summary>
internal sealed class PanelHolder(Session session) : Caller
{
    public Session Session => session;

    public override string Actor => "panel:" + session.Origin;

    public override string Project => session.Project!;

    public override bool Knows(string project) => project == session.Project;

    public override bool May(Permission permission, string project) => permission == Permission.ReadPanel && project == session.Project;
}
