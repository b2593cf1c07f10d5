using System.Text.Json;
using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Datasets;

/// <summary>What a dataset is to be; of one that there is, what is absent stays.</summary>
/// <param name="Id">The app's own; a UUID where absent. Never changes.</param>
/// <param name="Name">From 1 to 256 characters.</param>
/// <param name="Brand">Put before prompts, as the next two.</param>
internal sealed record DatasetRequest(string? Id, string? Name, string? Brand, string? Vibe, IReadOnlyList<string>? UniqueVisualElements)
{
    private const int MaxId = 128;
    private const int MaxName = 256;
    private const int MaxText = 4096;
    private const int MaxElements = 64;

    public (Dataset? Dataset, Problem? Problem) ApplyTo(Dataset dataset)
    {
        var id = Id ?? dataset.Id;
        if (id.Length is 0 or > MaxId || id.Any(char.IsControl)) return (null, Problems.InvalidValue.With($"id has from 1 to {MaxId} characters.", "id"));
        var name = Name?.Trim() ?? dataset.Name;
        if (name.Length is 0 or > MaxName) return (null, Problems.InvalidValue.With($"name has from 1 to {MaxName} characters.", "name"));
        foreach (var (field, value) in new[] { ("brand", Brand), ("vibe", Vibe) })
        {
            if (value?.Length > MaxText) return (null, Problems.TooLong.With($"{field} has at most {MaxText} characters.", field));
        }
        if (UniqueVisualElements is { } elements && (elements.Count > MaxElements || elements.Any(element => element is null || element.Length > MaxText)))
            return (null, Problems.TooLong.With($"unique_visual_elements are at most {MaxElements} texts of {MaxText} characters.", "unique_visual_elements"));
        return (dataset with
        {
            Id = id,
            Name = name,
            Brand = Text(Brand, dataset.Brand),
            Vibe = Text(Vibe, dataset.Vibe),
            UniqueVisualElements = UniqueVisualElements is null ? dataset.UniqueVisualElements : JsonSerializer.Serialize(UniqueVisualElements, DatasetJson.Default.IReadOnlyListString),
        }, null);
    }

    // An empty text takes away what was there.
    private static string? Text(string? asked, string? old) => asked is null ? old : asked.Trim() is { Length: > 0 } text ? text : null;
}

/// <param name="ReferenceImages">Its pictures, the first stored first; given along with each prompt.</param>
internal sealed record DatasetAnswer(
    string Id, string Name, string? Brand, string? Vibe, IReadOnlyList<string> UniqueVisualElements, PictureAnswer? Logo, IReadOnlyList<PictureAnswer> ReferenceImages, string CreatedAt)
{
    public static DatasetAnswer From(string project, Dataset dataset, ILookup<PictureOwner, PictureRecord> pictures) => new(
        dataset.Id, dataset.Name, dataset.Brand, dataset.Vibe,
        dataset.UniqueVisualElements is { } json ? JsonSerializer.Deserialize(json, DatasetJson.Default.IReadOnlyListString) ?? [] : [],
        pictures[new(PictureOwnerKind.Logo, dataset.Id)].Select(picture => PictureAnswer.From(project, picture)).FirstOrDefault(),
        [.. pictures[new(PictureOwnerKind.Dataset, dataset.Id)].Select(picture => PictureAnswer.From(project, picture))],
        FactTime.ToWire(dataset.CreatedAt));
}

internal sealed record DatasetsAnswer(IReadOnlyList<DatasetAnswer> Datasets);

[System.Text.Json.Serialization.JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class DatasetJson : System.Text.Json.Serialization.JsonSerializerContext;
