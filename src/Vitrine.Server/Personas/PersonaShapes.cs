using Vitrine.Core.Facts;
using Vitrine.Core.Pictures;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Pictures;

namespace Vitrine.Server.Personas;

/// <summary>What a persona is to be.</summary>
/// <param name="Name">From 1 to 256 characters.</param>
/// <param name="PictureUrl">Of a picture that is elsewhere; http or https.</param>
internal sealed record PersonaRequest(string? Name, string? PictureUrl)
{
    private const int MaxId = 128;
    private const int MaxName = 256;
    private const int MaxUrl = 8192;

    public Problem? FindProblem(string id)
    {
        if (id.Length > MaxId || id.Any(char.IsControl)) return Problems.InvalidValue.With($"id has from 1 to {MaxId} characters.", "id");
        if (Name?.Trim() is not { Length: > 0 and <= MaxName }) return Problems.InvalidValue.With($"name has from 1 to {MaxName} characters.", "name");
        return PictureUrl is null || (PictureUrl.Length <= MaxUrl && Uri.TryCreate(PictureUrl, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
            ? null
            : Problems.InvalidValue.With("picture_url is an http or https address.", "picture_url");
    }
}

/// <param name="Picture">The stored one; null where there is none.</param>
internal sealed record PersonaAnswer(string Id, string? Name, string? PictureUrl, PictureAnswer? Picture, string CreatedAt)
{
    public static PersonaAnswer From(string project, Persona persona, IEnumerable<PictureRecord> pictures) => new(
        persona.Id, persona.Name, persona.PictureUrl, pictures.Select(picture => PictureAnswer.From(project, picture)).FirstOrDefault(), FactTime.ToWire(persona.CreatedAt));
}

internal sealed record PersonasAnswer(IReadOnlyList<PersonaAnswer> Personas);
