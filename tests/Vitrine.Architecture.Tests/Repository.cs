namespace Vitrine.Architecture.Tests;

/// <summary>The repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string[] Projects { get; } = Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories);

    public static string[] Samples { get; } = Directory.GetFiles(Path.Combine(Root, "samples"), "*.csproj", SearchOption.AllDirectories);

    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Source files of a project, generated ones left out, as paths relative to the project.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string project)
    {
        var folder = Path.Combine(Root, "src", project);
        return from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
               let relative = Path.GetRelativePath(folder, file)
               where !relative.StartsWith("obj/", StringComparison.Ordinal) && !relative.StartsWith("bin/", StringComparison.Ordinal)
               select (relative, File.ReadAllText(file));
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Vitrine.slnx"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Vitrine.slnx is not above the tests."));
}
