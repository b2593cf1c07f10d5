namespace Vitrine.Core.Control;

/// <summary>An app that sends facts; everything belongs to exactly one.</summary>
/// <param name="Slug">Its name in addresses and folders, see <see cref="IsSlug"/>. Never changes.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TimeZone">IANA name of the zone in which its days begin.</param>
/// <param name="CreatedAt">Microseconds since the Unix epoch.</param>
/// <param name="ArchivedAt">Since when it takes no more facts; null while it does.</param>
public sealed record Project(string Slug, string Name, string TimeZone, long CreatedAt, long? ArchivedAt = null)
{
    public const string DefaultSlug = "default";
    public const int MaxNameLength = 128;

    private const int MaxSlugLength = 64;

    public bool IsArchived => ArchivedAt is not null;

    /// <summary>Lower-case letters, digits and single hyphens between them: safe as a folder's name everywhere.</summary>
    public static bool IsSlug(string text)
    {
        if (text.Length is 0 or > MaxSlugLength || text[0] == '-' || text[^1] == '-' || text.Contains("--", StringComparison.Ordinal)) return false;
        return text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
    }
}
