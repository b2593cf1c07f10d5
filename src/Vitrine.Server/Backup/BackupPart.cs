using Vitrine.Core.Control;

namespace Vitrine.Server.Backup;

/// <summary>A kind of file in the data folder that cannot be derived from others, so that a backup holds it and a restore takes it.</summary>
/// <param name="Pattern">Where it is; <c>*</c> is a project's slug.</param>
/// <param name="Schema">The family of its migrations.</param>
internal sealed record BackupPart(string Pattern, string Schema)
{
    /// <summary>
    /// All of them. Not here: <c>search.db</c>, which is made anew from the facts; copies that upgrades keep; <c>imports/</c>, as what is imported again doubles nothing.
    /// </summary>
    public static readonly IReadOnlyList<BackupPart> All =
    [
        // First, so that whatever it names was there before the facts are copied.
        new("control.db", "Control"),
        new("projects/*/facts.db", "Facts"),
    ];

    /// <summary>The part that a path belongs to; null where a backup has no such file. A path that leaves the folder has none.</summary>
    public static BackupPart? Of(string path) => All.FirstOrDefault(part => part.Matches(path));

    /// <summary>The files there are now, by their paths below the folder, with slashes.</summary>
    public static IReadOnlyList<string> Find(DataFolder data)
    {
        var projects = Path.Combine(data.Path, "projects");
        string[] slugs = Directory.Exists(projects) ? [.. Directory.GetDirectories(projects).Select(folder => Path.GetFileName(folder)!).Where(Project.IsSlug).Order(StringComparer.Ordinal)] : [];
        return
        [
            .. All.SelectMany(part => part.Pattern.Contains('*') ? slugs.Select(slug => part.Pattern.Replace("*", slug, StringComparison.Ordinal)) : [part.Pattern])
                .Where(path => File.Exists(Path.Combine(data.Path, path))),
        ];
    }

    private bool Matches(string path)
    {
        var names = path.Split('/');
        var wanted = Pattern.Split('/');
        return names.Length == wanted.Length && names.Zip(wanted).All(pair => pair.Second == "*" ? Project.IsSlug(pair.First) : pair.First == pair.Second);
    }
}
