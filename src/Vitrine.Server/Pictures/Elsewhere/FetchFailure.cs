namespace Vitrine.Server.Pictures.Elsewhere;

/// <summary>Why the picture of an image is not here.</summary>
/// <param name="Code">As of the guard, or of a picture that is not taken.</param>
/// <param name="Detail">For whoever may see the image.</param>
/// <param name="MayPass">True where another attempt may succeed.</param>
internal sealed record FetchFailure(string Code, string Detail, bool MayPass)
{
    /// <summary>When an attempt is worth it, where this was none: what is remembered, and what failed here and not there. Null for an attempt.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
