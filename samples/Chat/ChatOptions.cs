using System.ComponentModel.DataAnnotations;

namespace Chat;

/// <summary>What the chat is set up with: <c>Chat__VitrineKey</c> and so on in the environment.</summary>
internal sealed class ChatOptions
{
    public const string SectionName = "Chat";

    /// <summary>Where the chat's server finds Vitrine.</summary>
    [Required]
    public Uri VitrineUrl { get; set; } = new("http://127.0.0.1:8002");

    /// <summary>Where browsers find Vitrine, if that is another address.</summary>
    public Uri? VitrinePublicUrl { get; set; }

    /// <summary>Where browsers find the chat, if a proxy before it changes the address; panel tokens are for pages of this origin.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>A <c>server</c> key: sends facts, and gets the tokens for the panel.</summary>
    [Required]
    public string VitrineKey { get; set; } = "";

    /// <summary>Of <c>ada</c>, who is an admin of the chat.</summary>
    [Required, MinLength(8)]
    public string AdminPassword { get; set; } = "";

    /// <summary>Of <c>ben</c>, who is not.</summary>
    [Required, MinLength(8)]
    public string MemberPassword { get; set; } = "";

    /// <summary>Where the keys are kept that protect cookies; without it, a restart signs everybody out.</summary>
    public string? DataFolder { get; set; }

    /// <summary>The origin from which pages load the panel, and which the panel asks.</summary>
    public string VitrineOrigin => (VitrinePublicUrl ?? VitrineUrl).GetLeftPart(UriPartial.Authority);
}
