using System.Runtime.CompilerServices;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Storage.Facts;

/// <summary>Interned keys of a fact's dimensions, in the order of <see cref="FactSchema.Dimensions"/>; 0 where the fact has none.</summary>
[InlineArray(Slots)]
internal struct DimensionKeys
{
    public const int Slots = 13;
    private int first;
}

/// <summary>
/// What the statistics need of a fact, as it is stored. Live facts, recovered ones and those a query scans all take this form, and
/// <see cref="AddTo"/> is the only place where a fact becomes numbers, so that rollups and recounts cannot disagree.
/// </summary>
internal struct StoredFact
{
    public FactKind Kind;
    public bool Error;
    public long Key;
    public long Time;

    /// <summary>Interned user, 0 for nobody.</summary>
    public int User;

    /// <summary>Interned conversation of a message, else 0.</summary>
    public int Conversation;
    public DimensionKeys Dimensions;

    /// <summary>Microseconds, -1 where the fact carries none.</summary>
    public long Duration;
    public long InputTokens;
    public long OutputTokens;
    public long Cost;
    public long Bytes;
    public long PromptHash;

    public readonly void AddTo(MeasureSums sums)
    {
        sums.Count++;
        if (Error) sums.Errors++;
        if (Duration >= 0)
        {
            sums.DurationCount++;
            sums.DurationSum += Duration;
            sums.DurationMax = Math.Max(sums.DurationMax, Duration);
            sums.Durations?.Add(Duration);
        }

        sums.InputTokens += InputTokens;
        sums.OutputTokens += OutputTokens;
        sums.Cost += Cost;
        sums.Bytes += Bytes;
    }
}
