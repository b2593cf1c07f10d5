namespace Vitrine.Storage.Facts;

/// <summary>Names that are interned beside the dimensions of the query.</summary>
internal static class FactTableDimensions
{
    /// <summary>Sets of loras: outside the five bits of a rollup key, because no rollup counts them.</summary>
    public const long LoraSet = 64;

    public const int SucceededName = 1;
    public const int FailedName = 2;
}
