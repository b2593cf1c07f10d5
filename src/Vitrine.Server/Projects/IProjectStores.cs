using Vitrine.Core.Control;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Projects;

/// <summary>The stores of the projects that there are now. Thread-safe.</summary>
public interface IProjectStores
{
    /// <summary>All of them, in the order of their slugs.</summary>
    IReadOnlyCollection<string> Slugs { get; }

    /// <summary>The project of a slug as it is now; null for none.</summary>
    Project? Find(string slug);

    /// <summary>The store of a project. It is closed with the project, which whoever still asks it learns by a <see cref="StoreClosedException"/>.</summary>
    /// <exception cref="ProjectGoneException">There is no such project, or no more.</exception>
    ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken);
}

/// <summary>There is no such project, or it was deleted while it was asked.</summary>
internal sealed class ProjectGoneException(string slug) : Exception($"There is no project '{slug}'.")
{
    public string Slug => slug;
}
