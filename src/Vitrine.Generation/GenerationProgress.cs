namespace Vitrine.Generation;

/// <summary>How far a picture is.</summary>
public enum GenerationStage
{
    /// <summary>The provider has it in its queue.</summary>
    Queued,

    Running,
}

/// <summary>What a generator says on the way, through <see cref="ImageProperties.Progress"/>.</summary>
/// <param name="Value">Steps done of the part that is running, at most <paramref name="Max"/>.</param>
/// <param name="Max">0 where the provider does not count.</param>
/// <param name="JobId">The provider's own, where it has jobs.</param>
public readonly record struct GenerationProgress(GenerationStage Stage, int Value = 0, int Max = 0, string? JobId = null);
