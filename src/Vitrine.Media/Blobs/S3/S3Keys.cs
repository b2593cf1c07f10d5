using Vitrine.Core.Blobs;

namespace Vitrine.Media.Blobs.S3;

/// <summary>How objects are called: prefix, project, and the blob's path.</summary>
internal sealed class S3Keys
{
    private readonly string prefix;

    public S3Keys(string? prefix)
    {
        var trimmed = prefix?.Trim('/') ?? "";
        this.prefix = trimmed.Length == 0 ? "" : trimmed + "/";
    }

    /// <summary>No project has a name with a dot.</summary>
    public string Owner => prefix + "vitrine.owner";

    /// <summary>What all names of a project begin with; the slash keeps its neighbours out.</summary>
    public string OfProject(string project) => $"{prefix}{project}/";

    public string Of(BlobKey key) => OfProject(key.Project) + key.Path;

    /// <summary>Null where it is none of a blob.</summary>
    public BlobKey? Read(string project, string key) =>
        OfProject(project) is var start && key.StartsWith(start, StringComparison.Ordinal) ? BlobKey.FromPath(project, key[start.Length..]) : null;
}
