namespace Vitrine.Server.Generation;

/// <summary>What <c>POST /ai/generate</c> answers.</summary>
/// <param name="Caption">The prompt as its user wrote it.</param>
/// <param name="PromptUsed">The prompt as the model was given it.</param>
/// <param name="Cost">Dollars; null where the price is not known.</param>
/// <param name="GenerationTime">Seconds from the request to the provider's answer.</param>
internal sealed record GeneratedImageAnswer(
    string Id, string ImageUrl, string ThumbnailUrl, string Caption, string PromptUsed, string? NegativePrompt, string? DatasetId, string? Style, string? AspectRatio,
    string? Quality, string Format, string Resolution, int ReferenceImagesCount, string? UserId, string? PersonaId, string Provider, string? Model, int Width, int Height,
    long Bytes, decimal? Cost, double GenerationTime, string CreatedAt);
