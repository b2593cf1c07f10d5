using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PersonaBot.Vitrine;

namespace PersonaBot.Pictures;

/// <summary>
/// RunPod makes the picture for the bot. Vitrine is told of the job before, and its answer names the address that RunPod calls when the picture is there;
/// so Vitrine has it, whatever becomes of the bot meanwhile.
/// </summary>
internal sealed class RunPodPictures(VitrineClient vitrine, IOptions<BotOptions> options) : IPictureMaker, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(30) };

    public async Task<Picture> MakeAsync(PictureOrder order, CancellationToken cancellationToken)
    {
        var created = await vitrine.CreateJobAsync(ImageRequest.Of(order) with { Provider = "runpod" }, cancellationToken);
        try
        {
            await RunAsync(order, created.CallbackUrl, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            await vitrine.CancelJobAsync(created.Job.Id, cancellationToken);
            throw new PictureException("RunPod did not take the job.", error);
        }
        return await vitrine.AwaitPictureAsync(created.Job.Id, cancellationToken);
    }

    public void Dispose() => http.Dispose();

    private async Task RunAsync(PictureOrder order, Uri webhook, CancellationToken cancellationToken)
    {
        var persona = order.Chat.Persona;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.RunPodUrl!.ToString().TrimEnd('/') + "/run"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.RunPodKey);
        request.Content = JsonContent.Create(new { input = new { prompt = order.Prompt, negative_prompt = persona.NegativePrompt }, webhook });
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
    }
}
