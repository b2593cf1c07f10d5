using Vitrine.Core.Facts;

namespace Vitrine.Storage.Writing;

/// <summary>
/// The name that the latest fact brought. A fact that confirms it moves its time in memory at once and on disk once an hour, so that a row is not written with every fact.
/// </summary>
internal sealed class LatestName
{
    public byte[]? Text;
    public long At = long.MinValue;
    public long KeptAt = long.MinValue / 2;

    /// <returns>True where the row should be written.</returns>
    public bool WouldChange(ReadOnlySpan<byte> name, long time)
    {
        if (name.IsEmpty || time < At) return false;
        return !name.SequenceEqual(Text) || time - KeptAt > FactTime.MicrosecondsPerHour;
    }

    /// <summary>A stored fact brought the name that stands.</summary>
    public void Confirm(ReadOnlySpan<byte> name, long time)
    {
        if (!name.IsEmpty && time > At) At = time;
    }

    public void Change(ReadOnlySpan<byte> name, long time)
    {
        if (name.IsEmpty || time < At) return;
        Text = name.SequenceEqual(Text) ? Text : name.ToArray();
        At = KeptAt = time;
    }
}
