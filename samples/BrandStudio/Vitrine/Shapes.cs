namespace BrandStudio.Vitrine;

/// <summary>A brand: what <c>/api/v1/datasets</c> keeps, and what is put before a prompt that names it.</summary>
public sealed record Dataset(string Id, string Name, string? Brand, string? Vibe, IReadOnlyList<string> UniqueVisualElements);

public sealed record DatasetList(IReadOnlyList<Dataset> Datasets);

/// <summary>The body of <c>POST /ai/generate</c>, as far as the studio uses it.</summary>
public sealed record PictureRequest(string Prompt, string? DatasetId, string? Style, string? AspectRatio, string? Quality);

/// <summary>What the studio needs of the answer; the rest is in the record.</summary>
public sealed record PictureMade(string Id);

/// <summary>A record of the history: one of <c>GET /ai/generated-images</c>.</summary>
/// <param name="FullPrompt">What the model was given: brand, vibe, elements, style and prompt.</param>
/// <param name="Status"><c>succeeded</c> or <c>failed</c>.</param>
/// <param name="GenerationTime">Seconds.</param>
public sealed record PictureRecord(
    string Id, string? Prompt, string? FullPrompt, string? DatasetId, string? Style, string? AspectRatio, string? Quality, string? Format, string? Resolution,
    int? ReferenceImagesCount, IReadOnlyList<string>? UniqueVisualElements, string? Provider, string? Model, double? GenerationTime, int? Width, int? Height, long? Bytes,
    string? Status, string? Error, DateTimeOffset CreatedAt)
{
    public bool IsThere => Status != "failed";
}

public sealed record PictureList(IReadOnlyList<PictureRecord> Images, int Total, int Limit, int Offset);
