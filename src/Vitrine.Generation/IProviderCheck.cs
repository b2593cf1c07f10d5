namespace Vitrine.Generation;

/// <summary>A provider that can be asked whether it would work, without anything being made or charged.</summary>
public interface IProviderCheck
{
    /// <summary>Asks for something small that needs the same key, address and, where the provider can tell, model.</summary>
    /// <exception cref="GenerationFailedException">It would not work.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
