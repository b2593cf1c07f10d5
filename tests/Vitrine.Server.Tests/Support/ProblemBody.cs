using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Vitrine.Server.Tests.Support;

/// <summary>What a problem answer says.</summary>
internal sealed record ProblemBody(string? Type, string? Title, int Status, string? Code, string? Detail, string? Field)
{
    public static async Task<ProblemBody> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadFromJsonAsync<ProblemBody>(JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
        Assert.NotNull(body);
        Assert.Equal((int)response.StatusCode, body.Status);
        Assert.Equal($"/docs/problems#{body.Code}", body.Type);
        Assert.False(string.IsNullOrEmpty(body.Title));
        return body;
    }

    public static async Task<ProblemBody> AssertAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await ReadAsync(response);
        Assert.Equal((status, code), (response.StatusCode, body.Code));
        return body;
    }
}
