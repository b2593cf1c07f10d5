using System.Text.Json;
using Microsoft.Extensions.AI;
using Vitrine.Generation;
using Vitrine.Server.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Server.Tests.Pricing;

public sealed class PricingTests : IDisposable
{
    private const string Message = """{"kind":"message","id":"m-1","role":"assistant","conversation_id":"c","model":"gpt-4o","input_tokens":1000,"output_tokens":100}""";

    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==");

    private readonly TempFolder folder = new();

    [Fact]
    public async Task A_made_image_has_the_cost_of_the_tokens_that_its_provider_counted_in_answer_fact_and_numbers()
    {
        var generator = new FakeGenerator((_, _) => Task.FromResult(new ImageGenerationResponse([new DataContent(Pixel, "image/png")])
        {
            Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 1220, AdditionalCounts = new() { ["OutputTokenDetails.ImageTokenCount"] = 1120 } },
        }));
        await using var server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder(), ("Pricing:File", FileOf("""{"prices":[{"provider":"fake","model":"fake-1","tokens":{"input":2,"output":12,"image_output":120}}]}""")))));
        var answer = await server.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}""");
        Assert.Equal(0.1358m, answer.GetProperty("cost").GetDecimal());
        var fact = await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/images/{answer.GetProperty("id").GetString()}");
        Assert.Equal(0.1358m, fact.GetProperty("cost").GetDecimal());
        Assert.Equal(0.1358m, await TotalAsync(server, "image"));
    }

    [Fact]
    public async Task A_failure_costs_what_the_provider_says_it_used()
    {
        var generator = FakeGenerator.Failing(new GenerationFailedException(GenerationFailures.Blocked, "No.") { Usage = new UsageDetails { InputTokenCount = 100, OutputTokenCount = 0 } });
        await using var server = await RunningServer.StartAsync(generator.In(RunningServer.Launch(RunningServer.NewFolder(), ("Pricing:File", FileOf("""{"prices":[{"provider":"fake","model":"fake-1","tokens":{"input":2}}]}""")))));
        Assert.Equal(422, await server.Client.StatusAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}"""));
        Assert.Equal(0.0002m, await TotalAsync(server, "image"));
    }

    [Fact]
    public async Task An_image_of_the_built_in_provider_costs_nothing_and_one_of_an_unknown_model_has_no_cost()
    {
        await using var server = await RunningServer.StartAsync(FakeGenerator.Of(Pixel).In(RunningServer.Launch(RunningServer.NewFolder())));
        Assert.Equal(JsonValueKind.Null, (await server.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup"}""")).GetProperty("cost").ValueKind);
        await using var sketch = await RunningServer.StartAsync();
        Assert.Equal(0m, (await sketch.Client.JsonAsync(HttpMethod.Post, "/ai/generate", null, """{"prompt":"A cup","resolution":"64x64"}""")).GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task A_tracked_message_without_a_cost_gets_one_once()
    {
        await using var server = await RunningServer.StartAsync();
        for (var round = 0; round < 2; round++) Assert.Equal(200, await server.TrackAsync(server.Key, Message));
        Assert.Equal(0.0035m, (await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/messages/m-1")).GetProperty("cost").GetDecimal());
        Assert.Equal(0.0035m, await TotalAsync(server, "message"));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var server = await RunningServer.StartAsync(("Pricing:Enabled", "false"));
        Assert.Equal(200, await server.TrackAsync(server.Key, Message));
        Assert.Equal(0m, await TotalAsync(server, "message"));
        Assert.Empty((await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/prices")).GetProperty("prices").EnumerateArray());
    }

    [Fact]
    public async Task The_prices_that_are_used_can_be_read()
    {
        await using var server = await RunningServer.StartAsync(("Pricing:RunPodGpuSecond", "0.0002"), ("Pricing:File", FileOf("""{"prices":[{"provider":"own","model":"m","tokens":{"input":1}}]}""")));
        var answer = await server.Client.JsonAsync(HttpMethod.Get, "/api/v1/prices");
        Assert.Equal(("2026-08-01", 0.0002m), (answer.GetProperty("as_of").GetString(), answer.GetProperty("gpu_second").GetProperty("runpod").GetDecimal()));
        Assert.Equal("""{"provider":"own","model":"m","tokens":{"input":1}}""", answer.GetProperty("prices")[0].GetRawText());
        Assert.Contains(answer.GetProperty("prices").EnumerateArray(), price => price.GetProperty("model").GetString() == "gpt-4o");
    }

    [Theory]
    [InlineData("""{"prices":[{"provider":"a","model":"m","tokens":{"input":-1}}]}""")]
    [InlineData("no json")]
    public void A_wrong_file_stops_the_start(string text)
    {
        var launch = RunningServer.Launch(folder.File("data"), ("Pricing:File", FileOf(text)));
        Assert.Contains("Vitrine:Pricing", Assert.Throws<StartException>(() => VitrineServer.Build(launch)).Message);
    }

    public void Dispose() => folder.Dispose();

    private string FileOf(string text)
    {
        var path = folder.File($"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<decimal> TotalAsync(RunningServer server, string kind) =>
        (await server.Client.JsonAsync(HttpMethod.Get, $"/api/v1/query?kind={kind}&measure=cost&from=2015-01-01&to=2099-01-01")).GetProperty("total").GetProperty("cost").GetDecimal();
}
