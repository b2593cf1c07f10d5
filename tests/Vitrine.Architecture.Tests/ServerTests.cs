using System.Text.RegularExpressions;
using Vitrine.Server;

namespace Vitrine.Architecture.Tests;

public sealed partial class ServerTests
{
    // What tests and embedding programs may use. Everything else is internal.
    private static readonly string[] Public =
    [
        // Top-level statements; the SDK makes it public.
        "Program",
        // The type of an option.
        "Vitrine.Server.Accounts.Registration",
        "Vitrine.Server.Configuration.OptionClasses",
        "Vitrine.Server.DataFolder",
        // The type of an option.
        "Vitrine.Server.Pictures.BlobStoreKind",
        "Vitrine.Server.Projects.IProjectStores",
        "Vitrine.Server.Projects.OpenFactStore",
        "Vitrine.Server.StartException",
        // The type of an option.
        "Vitrine.Server.Tracking.PublicEndpoints",
        "Vitrine.Server.VitrineLaunch",
        "Vitrine.Server.VitrineServer",
    ];

    // Folders that features share. Every other folder is a feature.
    private static readonly string[] Shared = ["Configuration", "Http", "Local", "Network", "Pictures", "Projects", "Security"];

    // Thin adapters over several features, which know nothing of them.
    private static readonly string[] Adapters = ["Cli", "Compatibility", "Exports"];

    [Fact]
    public void The_servers_types_are_its_own_business()
    {
        var exported = typeof(VitrineServer).Assembly.GetExportedTypes()
            .Where(type => !type.IsNested && !type.Name.EndsWith("Options", StringComparison.Ordinal))
            .Select(type => type.FullName!);
        Assert.Equal(Public, exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Features_do_not_know_each_other()
    {
        var sources = Repository.Sources("Vitrine.Server").ToArray();
        var features = sources.Select(source => FolderOf(source.Path)).Where(folder => folder.Length > 0).Except(Shared).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(
            from source in sources
            let feature = FolderOf(source.Path)
            where (features.Contains(feature) && !Adapters.Contains(feature)) || Shared.Contains(feature)
            from Match named in Namespace().Matches(source.Text)
            let other = named.Groups["folder"].Value
            // The list of options, like the list of features beside it, names them all.
            where other != feature && features.Contains(other) && source.Path != Path.Combine("Configuration", "OptionClasses.cs")
            select $"{source.Path} names {other}");
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!.Split(Path.DirectorySeparatorChar)[0];

    [GeneratedRegex(@"\bVitrine\.Server\.(?<folder>\w+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();
}
