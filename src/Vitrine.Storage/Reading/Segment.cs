namespace Vitrine.Storage.Reading;

/// <summary>
/// A run of neighbouring keys of a list. Lists are walked from the newest segment to the oldest; one whose number of matching facts is known is
/// passed over without being read.
/// </summary>
/// <param name="FirstKey">Inclusive.</param>
/// <param name="EndKey">Exclusive.</param>
/// <param name="Count">Facts that match, or -1 where it takes reading to know.</param>
internal readonly record struct Segment(long FirstKey, long EndKey, long Count)
{
    public bool IsCounted => Count >= 0;
}
