using System.Text.RegularExpressions;

namespace Vitrine.Architecture.Tests;

public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(Repository.Root, "*.md").Concat(Directory.GetFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Repository.Samples.Select(sample => Path.Combine(Path.GetDirectoryName(sample)!, "README.md")))
            .Select(file => Path.GetRelativePath(Repository.Root, file)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_within_the_repository_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Repository.At(document))!;
        Assert.Empty(
            from Match link in Link().Matches(File.ReadAllText(Repository.At(document)))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains(':', StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target))
            select target);
    }

    [Fact]
    public void The_index_names_every_document()
    {
        var index = File.ReadAllText(Repository.At("docs", "README.md"));
        var documents = Directory.GetFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.At("docs"), file))
            .Where(file => file != "README.md");
        Assert.DoesNotContain(documents, document => !index.Contains($"({document})", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
