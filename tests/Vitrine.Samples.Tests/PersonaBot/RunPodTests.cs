using Vitrine.Server.Tests.Support;

namespace Vitrine.Samples.Tests.PersonaBot;

/// <summary>The persona bot with RunPod in place of Vitrine's own providers.</summary>
public sealed class RunPodTests
{
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task RunPod_makes_pictures_and_Vitrine_has_them()
    {
        await using var vitrine = await RunningServer.StartAsync();
        await using var telegram = await TelegramApi.StartAsync();
        await using var runPod = await RunPodApi.StartAsync(Png);
        await using var bot = await RunningBot.StartAsync(vitrine.Address, vitrine.Key, telegram, null, $"--Bot:RunPodUrl={runPod.Endpoint}", $"--Bot:RunPodKey={RunPodApi.Key}");
        await bot.WriteAsync("/start");
        await bot.UntilAsync(() => telegram.Calls("sendPhoto").Any());

        Assert.Equal(200, Assert.Single(runPod.Answers));
        Assert.StartsWith("Luna, an astronomer", Assert.Single(runPod.Inputs).GetProperty("prompt").GetString(), StringComparison.Ordinal);
        var image = Assert.Single(await vitrine.ImagesAsync());
        Assert.Equal(("history_start", "luna"), (image.GetProperty("source").GetString(), image.GetProperty("persona_id").GetString()));
        Assert.NotEmpty(image.GetProperty("meta").GetProperty("chat_id").GetString()!);
        Assert.NotEmpty(image.GetProperty("meta").GetProperty("job_id").GetString()!);

        runPod.IsFull = true;
        await bot.WriteAsync("a photo, please");
        await bot.UntilAsync(() => telegram.Calls("sendMessage").Any(call => call.Text.Contains("it did not work out", StringComparison.Ordinal)));
        var job = (await vitrine.ListAsync("jobs"))[0];
        Assert.Equal("cancelled", job.GetProperty("status").GetString());
    }
}
