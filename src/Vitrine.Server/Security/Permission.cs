namespace Vitrine.Server.Security;

/// <summary>What an endpoint asks of its caller. An endpoint that names none is for <see cref="AdministerAll"/>.</summary>
internal enum Permission : byte
{
    /// <summary>What belongs to no one project: accounts, making projects, the whole audit log. Local callers and admins of all projects.</summary>
    AdministerAll,

    /// <summary>A project's keys, roles, settings and reset. Its admins.</summary>
    Administer,

    /// <summary>What people change in a project: views, personas, datasets. Editors and server keys.</summary>
    Edit,

    /// <summary>Everything of a project. Viewers and server keys.</summary>
    Read,

    /// <summary>Records and numbers of one user. App keys that name the user in X-End-User, and whoever may read everything.</summary>
    ReadOwn,

    /// <summary>The few numbers of the side panel. Panel tokens, and whoever may read everything.</summary>
    ReadPanel,

    /// <summary>Sending facts. Every key, and editors.</summary>
    Track,

    /// <summary>Telling of image jobs that an app runs. Every key, app keys for the user in X-End-User, and editors.</summary>
    Jobs,

    /// <summary>Making images. App keys that name the user in X-End-User, server keys, and editors.</summary>
    Generate,

    /// <summary>What concerns the caller alone, in whatever project. Everybody who proved who they are.</summary>
    Identified,
}
