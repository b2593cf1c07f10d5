namespace Vitrine.Bench;

/// <summary>Where things are in the repository that this program was built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string Vitrine => Path.Combine(Root, "src/Vitrine.Server/bin/Release/net10.0/vitrine.dll");

    /// <summary>Filled data folders, kept for the next run; not under version control.</summary>
    public static string Datasets => Directory.CreateDirectory(Path.Combine(Root, "bench/data")).FullName;

    /// <summary>A folder on the same disk as the data sets; the caller deletes it.</summary>
    public static string NewFolder() => Directory.CreateDirectory(Path.Combine(Datasets, $"run-{Guid.NewGuid():N}")).FullName;

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Vitrine.slnx"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The benches run inside the repository only."));
}
