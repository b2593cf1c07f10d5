using System.Text.Json;
using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>Pictures of the demo: which model makes them, how long it takes, and what goes wrong.</summary>
internal sealed class DemoImages(Random random, DemoCalendar calendar, DemoJournal journal, DemoGallery gallery)
{
    private static readonly string[] Failures =
        ["The provider did not answer in time.", "The prompt was refused by the provider's safety filter.", "CUDA out of memory.", "The provider answered 503."];

    /// <summary>Makes a picture at a time.</summary>
    /// <param name="provider">Only its models; null for any.</param>
    /// <param name="describe">The fields of the way in which the picture came to be.</param>
    /// <returns>Seconds it took, and whether it succeeded.</returns>
    public (double Seconds, bool Succeeded) Make(DemoUser user, long time, string prompt, string? provider, Action<Utf8JsonWriter> describe)
    {
        var isBad = calendar.IsBad(time);
        var model = Choose(calendar.Progress(time), provider);
        var succeeded = random.NextDouble() >= (isBad ? 0.45 : 0.025);
        var seconds = Math.Round(model.Seconds * Spread() * (isBad ? 4 : 1) * (succeeded ? 1 : 1.6), 3);
        var shape = DemoWords.Pick(random, DemoCatalogue.Shapes);
        var upscale = succeeded && random.NextDouble() < 0.15 ? 2 : 1;
        var format = random.NextDouble() switch { < 0.55 => "webp", < 0.85 => "png", _ => "jpeg" };
        var id = journal.NewId(time);
        var before = user.LastImage;
        user.LastImage = (id, prompt);
        journal.Add(FactKind.Image, time, user, json =>
        {
            json.WriteString("prompt", prompt);
            if (before is { } last && last.Prompt == prompt) json.WriteString("again_of", last.Id);
            json.WriteString("model", model.Name);
            json.WriteString("provider", model.Provider);
            json.WriteString("resolution", shape.Resolution);
            json.WriteString("aspect_ratio", shape.AspectRatio);
            json.WriteString("format", format);
            json.WriteString("quality", random.NextDouble() < 0.3 ? "high" : "standard");
            json.WriteString("status", succeeded ? "succeeded" : "failed");
            json.WriteNumber("generation_time", seconds);
            if (model.Provider is "comfyui" or "runpod") json.WriteNumber("gpu_time", Math.Round(seconds * 0.86, 3));
            if (!succeeded)
            {
                json.WriteString("error", isBad ? Failures[3] : DemoWords.Pick(random, Failures));
            }
            else
            {
                json.WriteNumber("cost", model.Cost);
                json.WriteNumber("width", shape.Width * upscale);
                json.WriteNumber("height", shape.Height * upscale);
                json.WriteNumber("bytes", (long)(shape.Width * shape.Height * upscale * upscale * (format == "png" ? 1.4 : 0.25) * Spread()));
                json.WriteString("image_url", $"https://images.example.com/generated-images/{id}.{format}");
                if (upscale > 1) json.WriteNumber("upscale_factor", upscale);
            }
            describe(json);
        }, id);
        if (succeeded) gallery.Note(new DemoImage(id, time, user.Id, prompt, model, shape));
        return (seconds, succeeded);
    }

    /// <summary>A new prompt, or for one in eight the user's last one again.</summary>
    public string PromptOf(DemoUser user) =>
        user.LastPrompt is { } last && random.NextDouble() < 0.12 ? last : user.LastPrompt = DemoWords.Prompt(random, user.Language);

    /// <summary>Around 1, never negative, with a tail: the square of a bell that is three dice wide.</summary>
    public double Spread()
    {
        var bell = (random.NextDouble() + random.NextDouble() + random.NextDouble()) / 3;
        return 0.35 + (2.4 * bell * bell) + (random.NextDouble() < 0.02 ? 3 : 0);
    }

    private DemoImageModel Choose(double progress, string? provider)
    {
        var models = DemoCatalogue.ImageModels.Where(model => provider is null || model.Provider == provider).ToList();
        var point = random.NextDouble() * models.Sum(Share);
        return models.First(model => (point -= Share(model)) < 0 || model == models[^1]);

        double Share(DemoImageModel model) => model.StartShare + ((model.EndShare - model.StartShare) * progress);
    }
}
