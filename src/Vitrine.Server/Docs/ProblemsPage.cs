using System.Text;
using System.Text.Encodings.Web;
using Vitrine.Server.Http;

namespace Vitrine.Server.Docs;

/// <summary>Every kind of problem, where the <c>type</c> of each answer points.</summary>
internal static class ProblemsPage
{
    public static string Html { get; } = Write();

    private static string Write()
    {
        var page = new StringBuilder("""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Problems · Vitrine</title>
            <h1>Problems</h1>
            <p>Every answer that is not a success is a problem as RFC 9457 has it. Its <code>code</code> never changes its meaning.</p>
            <table>
            <tr><th>code<th>status<th>title

            """);
        foreach (var kind in Problems.All)
        {
            page.Append($"<tr id=\"{kind.Code}\"><td><code>{kind.Code}</code><td>{kind.Status}<td>").Append(HtmlEncoder.Default.Encode(kind.Title)).Append('\n');
        }
        return page.Append("</table>\n</html>\n").ToString();
    }
}
