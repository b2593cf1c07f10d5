using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Core.Facts;
using Vitrine.Server.Projects;
using Vitrine.Server.Tests.Support;

namespace Vitrine.Server.Tests.Tracking;

/// <summary>From the wire to the real store and back.</summary>
public sealed class StoredFactTests
{
    [Fact]
    public async Task A_tracked_fact_is_there_with_its_fields_and_once()
    {
        await using var server = await RunningServer.StartAsync();
        const string body = """{"kind":"message","message_id":"m1","conversation_id":"c1","user_id":7,"role":"assistant","token_count":150,"model_used":"gpt","response_time":1.5,"content":"a\n\u00e9"}""";
        for (var time = 0; time < 2; time++)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await server.Client.PostAsync(new Uri("/api/v1/track", UriKind.Relative), content, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
            Assert.Equal(time, answer.GetProperty("duplicates").GetInt32());
        }
        var store = await server.Services.GetRequiredService<IProjectStores>().GetAsync("default", TestContext.Current.CancellationToken);
        var fact = await store.FindAsync(FactKind.Message, "m1", TestContext.Current.CancellationToken);
        Assert.NotNull(fact);
        Assert.Equal(("7", "c1", "gpt", "a\né"), (fact.Text("user_id"), fact.Text("conversation_id"), fact.Text("model"), fact.Text("text")));
        Assert.Equal((150L, 1_500_000L), (fact.Number("output_tokens"), fact.Number("response_time")));
        Assert.Equal(1, (await store.GetStatusAsync(TestContext.Current.CancellationToken)).Facts[FactKind.Message]);
    }
}
