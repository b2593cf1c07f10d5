using Vitrine.Core.Stores;

namespace Vitrine.Server.Generation;

/// <summary>A request that was understood, with what it refers to.</summary>
/// <param name="Id">Of the image to be, and of the job that makes it.</param>
/// <param name="FullPrompt">What the model is given.</param>
/// <param name="BaseUrl">Where the server is reached, without a slash at the end.</param>
internal sealed record GenerationOrder(
    string Id, string Project, IFactStore Store, GenerationRequest Request, string Provider, string? UserId, string FullPrompt, string? UniqueVisualElements,
    IReadOnlyList<ReadOnlyMemory<byte>> References, string BaseUrl)
{
    /// <summary>The address that a provider with jobs may call, with the secret of this one in it. Not to be logged.</summary>
    public string? Webhook { get; init; }

    public IEntityStore Entities => (IEntityStore)Store;
}
