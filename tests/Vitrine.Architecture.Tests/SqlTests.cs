using System.Text.RegularExpressions;

namespace Vitrine.Architecture.Tests;

public sealed partial class SqlTests
{
    [Theory]
    [InlineData("select count(*) from image")]
    [InlineData("insert or ignore into image (id) values (?1)")]
    [InlineData("  UPDATE user SET name = ?1")]
    [InlineData("delete from image where key = ?1")]
    [InlineData("pragma user_version")]
    [InlineData("create unique index image_id on image (id)")]
    public void SQL_is_recognised(string text) => Assert.Matches(Sql(), text);

    [Theory]
    [InlineData("Select a project from the list.")]
    [InlineData("Updates are written by the server.")]
    [InlineData("Nothing was stored.")]
    public void Prose_is_not(string text) => Assert.DoesNotMatch(Sql(), text);

    [Fact]
    public void Only_storage_speaks_SQL()
    {
        var found = new List<string>();
        foreach (var assembly in CompiledAssembly.Ours())
        {
            using (assembly)
            {
                if (assembly.Name != "Vitrine.Storage") found.AddRange(assembly.Strings.Where(text => Sql().IsMatch(text)).Select(text => $"{assembly.Name}: {text}"));
            }
        }

        Assert.Empty(found);
    }

    // A statement begins with its verb; prose that does so lacks the columns, parameters or names that follow.
    [GeneratedRegex("""
        ^\s*(select\s+(\*|count\(|max\(|[a-z_.]+(,|\s+from\s+[a-z_]+($|\s+(where|order|group|limit|join)))) .*| select\s+count\(.*
        | insert\s+(or\s+\w+\s+)?into\s+\w+ .* | update\s+\w+\s+set\s .* | delete\s+from\s+\w+ .* | pragma\s+\w+ .*
        | create\s+(unique\s+|temp\s+|virtual\s+)?(table|index|view|trigger)\s+ .* | begin\s+(immediate|exclusive|deferred).* | attach\s+database .*)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sql();
}
