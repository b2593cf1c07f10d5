using System.Xml.Linq;

namespace Vitrine.Architecture.Tests;

public sealed class ReferenceTests
{
    // Who may know whom. A new project gets its line here.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Vitrine.Contracts"] = [],
        ["Vitrine.Core"] = ["Vitrine.Contracts"],
        ["Vitrine.Storage"] = ["Vitrine.Core"],
        ["Vitrine.Media"] = ["Vitrine.Core"],
        ["Vitrine.Generation"] = ["Vitrine.Core"],
        ["Vitrine.Server"] = ["Vitrine.Contracts", "Vitrine.Core", "Vitrine.Storage", "Vitrine.Media", "Vitrine.Generation"],
    };

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_knows_only_those_below_it(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} has no line in {nameof(ReferenceTests)}.");
        var referenced = XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(referenced.Except(Allowed[name]));
    }

    [Fact]
    public void Only_storage_knows_SQLite()
    {
        Assert.Equal(
            ["Vitrine.Storage"],
            from project in Repository.Projects
            where XDocument.Load(project).Descendants("PackageReference")
                .Any(package => package.Attribute("Include")!.Value.Contains("SQLite", StringComparison.OrdinalIgnoreCase))
            select Path.GetFileNameWithoutExtension(project));
        // A package that comes along with a project reference can be used as well.
        Assert.DoesNotContain(
            NamesOf(assembly => assembly.References.Any(name => name.Contains("SQLite", StringComparison.OrdinalIgnoreCase))),
            name => name != "Vitrine.Storage");
    }

    [Fact]
    public void Contracts_and_core_do_no_input_and_output() =>
        Assert.DoesNotContain(
            NamesOf(assembly => assembly.References.Any(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name is "System.Net.Http" or "System.Net.Sockets" or "System.IO.Pipelines" or "System.IO.FileSystem")),
            name => name is "Vitrine.Contracts" or "Vitrine.Core");

    private static string[] NamesOf(Func<CompiledAssembly, bool> condition)
    {
        var names = new List<string>();
        foreach (var assembly in CompiledAssembly.Ours())
        {
            using (assembly)
            {
                if (condition(assembly)) names.Add(assembly.Name);
            }
        }

        return [.. names];
    }
}
