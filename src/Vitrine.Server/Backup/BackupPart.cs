using Vitrine.Core.Blobs;
using Vitrine.Core.Control;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Backup;

/// <summary>A kind of file in the data folder that cannot be derived from others, so that a backup holds it and a restore takes it.</summary>
/// <param name="Pattern">Where it is; <c>*</c> is a project's slug.</param>
/// <param name="Schema">The family of its migrations; null for files that never change once they are there.</param>
internal sealed record BackupPart(string Pattern, string? Schema)
{
    /// <summary>
    /// The databases. Not here: <c>search.db</c>, which is made anew from the facts; copies that upgrades keep; <c>imports/</c>, as what is imported again doubles nothing.
    /// </summary>
    public static readonly IReadOnlyList<BackupPart> Databases =
    [
        // First, so that whatever it names was there before the facts are copied.
        new("control.db", "Control"),
        new("projects/*/facts.db", "Facts"),
        // Behind the facts, as bytes are there before the row that names them.
        new("projects/*/" + BlobStores.Database, "Blobs"),
    ];

    /// <summary>Pictures that are files, as they came; thumbnails and clean copies are made anew from them. After the facts, as bytes are there before the row that names them.</summary>
    private static readonly BackupPart Pictures = new("projects/*/" + BlobStores.Folder, null);

    /// <summary>The part that a path belongs to; null where a backup has no such file. A path that leaves the folder has none.</summary>
    public static BackupPart? Of(string path) => Databases.FirstOrDefault(part => part.Matches(path)) ?? (IsPicture(path) ? Pictures : null);

    /// <summary>The databases there are now, by their paths below the folder, with slashes.</summary>
    public static IReadOnlyList<string> FindDatabases(DataFolder data)
    {
        var slugs = Slugs(data);
        return
        [
            .. Databases.SelectMany(part => part.Pattern.Contains('*') ? slugs.Select(slug => part.Pattern.Replace("*", slug, StringComparison.Ordinal)) : [part.Pattern])
                .Where(path => File.Exists(Path.Combine(data.Path, path))),
        ];
    }

    /// <summary>The pictures there are now, found one by one.</summary>
    public static IEnumerable<string> FindPictures(DataFolder data) =>
        from slug in Slugs(data)
        let folder = Path.Combine(data.ProjectFolder(slug), BlobStores.Folder)
        where Directory.Exists(folder)
        from file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(data.Path, file).Replace(Path.DirectorySeparatorChar, '/')
        where IsPicture(path)
        select path;

    private static string[] Slugs(DataFolder data)
    {
        var projects = Path.Combine(data.Path, "projects");
        return Directory.Exists(projects) ? [.. Directory.GetDirectories(projects).Select(folder => Path.GetFileName(folder)!).Where(Project.IsSlug).Order(StringComparer.Ordinal)] : [];
    }

    private static bool IsPicture(string path) =>
        path.Split('/', 4) is ["projects", var slug, BlobStores.Folder, var blob] && Project.IsSlug(slug) && BlobKey.FromPath(slug, blob) is { Variant: BlobVariant.Original };

    private bool Matches(string path)
    {
        var names = path.Split('/');
        var wanted = Pattern.Split('/');
        return names.Length == wanted.Length && names.Zip(wanted).All(pair => pair.Second == "*" ? Project.IsSlug(pair.First) : pair.First == pair.Second);
    }
}
