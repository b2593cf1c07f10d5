using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Vitrine.Architecture.Tests;

/// <summary>Doc comments as the compiler wrote them beside the assemblies.</summary>
internal static partial class Documentation
{
    /// <summary>The summary of a type (<c>T:</c>) or property (<c>P:</c>) as Markdown in one line; empty where there is none.</summary>
    public static string SummaryOf(Type type, string member)
    {
        var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        var summary = XDocument.Load(file).Descendants("member").FirstOrDefault(element => (string?)element.Attribute("name") == member)?.Element("summary");
        return summary is null ? "" : WhiteSpace().Replace(string.Concat(summary.Nodes().Select(ToMarkdown)), " ").Trim();
    }

    private static string ToMarkdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement see when (string?)see.Attribute("langword") is { } word => $"`{word}`",
        XElement see when (string?)see.Attribute("cref") is { } target => $"`{target[(target.LastIndexOf('.') + 1)..]}`",
        XElement other => other.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
