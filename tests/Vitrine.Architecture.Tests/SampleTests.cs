using System.Xml.Linq;

namespace Vitrine.Architecture.Tests;

/// <summary>A sample is what an app of somebody else's could be: it knows Vitrine by its paths, and is started by one command.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Samples => [.. Repository.Samples];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_knows_nothing_but_the_contracts(string project)
    {
        var document = XDocument.Load(project);
        Assert.Empty(document.Descendants("PackageReference"));
        Assert.Empty(document.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Except(["Vitrine.Contracts"]));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_built_with_everything_and_found_in_the_documentation(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.Equal(Repository.At("samples", name), Path.GetDirectoryName(project));
        Assert.Contains($"samples/{name}/{name}.csproj", File.ReadAllText(Repository.At("Vitrine.slnx")), StringComparison.Ordinal);
        Assert.Contains($"../../samples/{name}/README.md", File.ReadAllText(Repository.At("docs", "guide", "samples.md")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_samples_README_names_the_command_that_starts_it(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        var command = Path.Combine(folder, "run");
        Assert.True(File.Exists(command) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(command).HasFlag(UnixFileMode.UserExecute)), $"{command} cannot be run.");
        Assert.Contains($"\n    samples/{Path.GetFileName(folder)}/run", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
    }
}
