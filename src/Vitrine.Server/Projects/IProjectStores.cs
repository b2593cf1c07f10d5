using Vitrine.Core.Control;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Projects;

/// <summary>The stores of the projects, open from the start of the server to its end.</summary>
public interface IProjectStores
{
    /// <summary>All of them, in the order of their slugs.</summary>
    IReadOnlyCollection<string> Slugs { get; }

    /// <summary>The project of a slug as it is now; null for none.</summary>
    Project? Find(string slug);

    /// <summary>The store of a project that there is.</summary>
    ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken);
}
