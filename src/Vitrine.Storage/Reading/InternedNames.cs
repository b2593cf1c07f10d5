using Vitrine.Storage.Rollups;

namespace Vitrine.Storage.Reading;

/// <summary>
/// What is remembered of interned ids. Ids never change their meaning until a reset gives them out anew; from then on readers get another one of these,
/// and those that began before keep theirs. Thread-safe.
/// </summary>
internal sealed class InternedNames
{
    public NameLookup Names { get; } = new();

    public LoraMembers Loras { get; } = new();
}
