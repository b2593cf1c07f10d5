using System.ComponentModel.DataAnnotations;

namespace Vitrine.Server.Security;

/// <summary>How long a proof of who somebody is lasts.</summary>
public sealed class TokenOptions
{
    public const string SectionName = "Tokens";

    /// <summary>Bearer tokens from /auth/token end after so many hours. Default 12.</summary>
    [Range(1, 24 * 365)]
    public int TokenHours { get; set; } = 12;

    /// <summary>A sign-in to the dashboard ends after so many days without a request. Default 14.</summary>
    [Range(1, 365)]
    public int CookieDays { get; set; } = 14;

    /// <summary>Panel tokens end after so many minutes. Default 10.</summary>
    [Range(1, 24 * 60)]
    public int PanelMinutes { get; set; } = 10;
}
