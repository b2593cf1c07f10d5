using System.Text.Json.Nodes;
using PersonaBot.Pictures;

namespace PersonaBot.Vitrine;

/// <summary>What <c>POST /ai/generate</c> and <c>POST /api/v1/jobs</c> are asked: for whom, by whom, and what it is to show.</summary>
internal sealed record ImageRequest(string Prompt, string? NegativePrompt, string? Style, string UserId, string PersonaId, JsonObject Ext, string? Provider = null)
{
    public static ImageRequest Of(PictureOrder order) => new(
        order.Prompt, order.Chat.Persona.NegativePrompt, order.Chat.Persona.Style, order.Chat.UserId, order.Chat.Persona.Id, order.Ext());
}

/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</param>
internal sealed record Job(string Id, string Status, string? ImageId, string? Error, bool FactIsStored = false)
{
    // An image is there to be fetched once its fact is stored, a moment after its job has succeeded.
    public bool HasEnded => Status is "failed" or "cancelled" || (Status is "succeeded" && FactIsStored);
}

/// <param name="CallbackUrl">Has a secret of this job alone: whoever knows it may end the job.</param>
internal sealed record CreatedJob(Job Job, Uri CallbackUrl);
