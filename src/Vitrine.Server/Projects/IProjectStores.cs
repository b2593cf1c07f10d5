using Vitrine.Core.Stores;

namespace Vitrine.Server.Projects;

/// <summary>The stores of the projects, open from the start of the server to its end.</summary>
public interface IProjectStores
{
    /// <summary>All of them.</summary>
    IReadOnlyCollection<string> Slugs { get; }

    bool Exists(string slug);

    /// <summary>The store of a project that <see cref="Exists"/>; opens it where it is not open yet.</summary>
    ValueTask<IFactStore> GetAsync(string slug, CancellationToken cancellationToken);
}
