namespace Vitrine.Core.Control;

/// <summary>A provider of images as an admin set it up; null members are the configuration's.</summary>
/// <param name="Name">As requests name it.</param>
/// <param name="SealedKey">Encrypted; the store never sees a key. Null where there is none.</param>
/// <param name="EndpointId">Which of RunPod's endpoints.</param>
/// <param name="Template">JSON: ComfyUI's workflow or RunPod's input.</param>
/// <param name="UpdatedAt">Microseconds since the Unix epoch.</param>
/// <param name="UpdatedBy">Who, as in the audit log.</param>
public sealed record ProviderRecord(
    string Name, ReadOnlyMemory<byte>? SealedKey, string? Model, string? Endpoint, string? EndpointId, string? Template, long UpdatedAt, string UpdatedBy);

public interface IProviderStore
{
    /// <summary>In the order of their names.</summary>
    Task<IReadOnlyList<ProviderRecord>> ListProvidersAsync(CancellationToken cancellationToken);

    /// <summary>Stores a provider, instead of the one of its name.</summary>
    Task PutProviderAsync(ProviderRecord provider, CancellationToken cancellationToken);

    Task<bool> DeleteProviderAsync(string name, CancellationToken cancellationToken);
}
