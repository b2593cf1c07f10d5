using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Vitrine.Samples.Tests.BrandStudio;

/// <summary>A browser without its eyes: follows redirects, keeps cookies, sends forms with what their page has hidden in them. No answer may hold a secret of the studio's.</summary>
internal sealed partial class Visitor(RunningStudio studio) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = studio.Address };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<PageAnswer> GetAsync(string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return await ReadAsync(response);
    }

    /// <param name="page">Where the form is.</param>
    public async Task<PageAnswer> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var form = await GetAsync(page);
        return await PostAsync(action, [.. fields, ("__RequestVerificationToken", Token().Match(form.Html).Groups["token"].Value)]);
    }

    public async Task<PageAnswer> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await http.PostAsync(new Uri(action, UriKind.Relative), content, Cancel);
        return await ReadAsync(response);
    }

    public void Dispose() => http.Dispose();

    private async Task<PageAnswer> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancel);
        var answer = new PageAnswer(
            response.StatusCode, response.RequestMessage!.RequestUri!.PathAndQuery, Encoding.UTF8.GetString(bytes), bytes, response.Content.Headers.ContentType?.MediaType,
            $"{response.Headers}{response.Content.Headers}");
        foreach (var secret in studio.Secrets) Assert.DoesNotContain(secret, answer.Headers + answer.Html, StringComparison.Ordinal);
        return answer;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

/// <param name="Path">Where the redirects ended.</param>
internal sealed record PageAnswer(HttpStatusCode Status, string Path, string Html, byte[] Bytes, string? Type, string Headers)
{
    /// <summary>What a person reads and sees: entities decoded.</summary>
    public string Text => WebUtility.HtmlDecode(Html);
}
