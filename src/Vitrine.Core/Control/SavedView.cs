namespace Vitrine.Core.Control;

/// <summary>A question or a filtered list that people of a project come back to.</summary>
/// <param name="Id">UUIDv7.</param>
/// <param name="Page">Which page shows it, as <c>explore</c> or <c>images</c>.</param>
/// <param name="Query">The page's query string, without a leading question mark.</param>
/// <param name="IsPinned">Whether the overview shows it.</param>
/// <param name="CreatedBy">Who made it, as in the audit log.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch, as the other time.</param>
public sealed record SavedView(
    string Id, string Project, string Name, string Page, string Query, bool IsPinned, string CreatedBy, long CreatedAt, long UpdatedAt);

public interface IViewStore
{
    /// <summary>Of a project, in the order of their names.</summary>
    Task<IReadOnlyList<SavedView>> ListViewsAsync(string project, CancellationToken cancellationToken);

    Task<SavedView?> FindViewAsync(string project, string id, CancellationToken cancellationToken);

    /// <summary>Stores a view, instead of the one with its id.</summary>
    Task PutViewAsync(SavedView view, CancellationToken cancellationToken);

    Task<bool> DeleteViewAsync(string project, string id, CancellationToken cancellationToken);
}
