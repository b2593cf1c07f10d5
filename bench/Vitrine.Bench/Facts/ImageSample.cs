using System.Text;
using Vitrine.Core.Facts;

namespace Vitrine.Bench.Facts;

/// <summary>The values of an image beside its id, time, user and prompt: what an app that makes pictures sends.</summary>
internal sealed record ImageSample(
    ImageSource Source, string Persona, string Style, string Model, string Provider, string Resolution, string Format, string Quality,
    long GenerationMicroseconds, long CostNanodollars, long Bytes, string ImageUrl)
{
    public const int PromptBytes = 330;
    public const int Users = 92_000;

    /// <summary>Six digits, so that every request of a load has the same length.</summary>
    public const int FirstUser = 100_000;

    private static readonly string[] Styles = ["photo", "anime", "watercolor", "oil", "sketch", "pixel", "comic", "render"];
    private static readonly string[] Models = ["flux-dev", "flux-pro", "sdxl-1.0", "imagen-3"];
    private static readonly string[] Resolutions = ["1024x1024", "0832x1216", "1216x0832"];

    public string Meta => Source switch
    {
        ImageSource.HistoryStart => """{"source":"history_start"}""",
        ImageSource.Scheduler => """{"is_auto_followup":true}""",
        _ => """{"steps":28,"seed":419,"sampler":"dpmpp_2m","scheduler":"karras","guidance":3.5,"worker":"gpu-07"}""",
    };

    public static ImageSample[] Make(int count, int seed)
    {
        var random = new Random(seed);
        var personas = new Zipf(50);
        var samples = new ImageSample[count];
        for (var index = 0; index < count; index++)
        {
            samples[index] = new ImageSample(
                random.NextDouble() switch { < 0.62 => ImageSource.MessageResponse, < 0.9 => ImageSource.Scheduler, _ => ImageSource.HistoryStart },
                $"persona-{personas.Next(random):00}",
                Styles[random.Next(Styles.Length)],
                Models[random.Next(Models.Length)],
                random.Next(2) == 0 ? "runpod" : "comfy",
                Resolutions[random.Next(Resolutions.Length)],
                random.Next(4) == 0 ? "png" : "webp",
                random.Next(3) == 0 ? "hd" : "std",
                (long)(2_000_000 * Math.Exp(random.NextDouble() * 2)),
                random.Next(2_000_000, 40_000_000),
                random.Next(200_000, 2_000_000),
                $"https://pictures.example.com/generated/{random.Next(1_000_000):000000}/{random.Next():x8}{random.Next():x8}.webp" +
                $"?expires=1799999999&signature={random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}{random.NextInt64():x16}");
        }

        return samples;
    }

    /// <summary>The fact as JSON of <paramref name="length"/> bytes: the prompt takes the room that the other members leave.</summary>
    public byte[] ToJson(int length, Random random)
    {
        var before = $$"""{"kind":"image","id":"{{new string('0', 36)}}","created_at":"2026-01-01T00:00:00.000000Z","user_id":"000000","prompt":""" + "\"";
        var after = "\"," + string.Create(null,
            $"""
            "persona_id":"{Persona}","style":"{Style}","model":"{Model}","provider":"{Provider}","resolution":"{Resolution}","format":"{Format}","quality":"{Quality}","generation_time":{GenerationMicroseconds / 1e6:0.000000},"cost":{CostNanodollars / 1e9:0.000000000},"bytes":{Bytes},"image_url":"{ImageUrl}","meta":{Meta}
            """) + "}";
        var json = new byte[length];
        Encoding.UTF8.GetBytes(before, json);
        Encoding.UTF8.GetBytes(after, json.AsSpan(length - after.Length));
        Vocabulary.Write(json.AsSpan(before.Length, length - before.Length - after.Length), random);
        return json;
    }
}
