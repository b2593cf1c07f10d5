using System.Net.Http.Headers;
using System.Text.Json;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>A fast answer that lost a fact is no answer.</summary>
internal static class Acknowledged
{
    public static async Task CheckAsync(ServerProcess vitrine, long expected, CancellationToken cancellationToken)
    {
        using var client = Client(vitrine);
        var answer = await client.GetStringAsync(
            new Uri("/api/v1/query?kind=image&measure=count&from=2015-01-01T00:00:00Z&to=2099-01-01T00:00:00Z", UriKind.Relative), cancellationToken);
        using var json = JsonDocument.Parse(answer);
        var stored = json.RootElement.GetProperty("total").GetProperty("count").GetInt64();
        Console.WriteLine($"{stored:N0} images counted, {expected:N0} acknowledged");
        if (stored < expected) throw new InvalidOperationException("Acknowledged facts are missing.");
    }

    public static HttpClient Client(ServerProcess vitrine) => new()
    {
        BaseAddress = new Uri($"http://127.0.0.1:{vitrine.Port}"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", vitrine.Key) },
    };
}
