namespace Vitrine.Generation;

/// <summary>What every provider over HTTP is told.</summary>
public abstract record ProviderOptions
{
    /// <summary>Where the provider is, up to and without the paths that it documents.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The longest answer that is read, in bytes, pictures in base64 included. Default 134,217,728 (128 MiB); from 1 to 2,147,483,591.</summary>
    public int MaxAnswerBytes { get; init; } = 128 * 1024 * 1024;
}
