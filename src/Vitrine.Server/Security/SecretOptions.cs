namespace Vitrine.Server.Security;

/// <summary>The server's own secret.</summary>
public sealed class SecretOptions
{
    public const string SectionName = "Secrets";

    /// <summary>32 bytes in base64, with which addresses are signed and stored keys encrypted, instead of those in the data folder's secret.key. Default none.</summary>
    public string? Key { get; set; }
}
