using System.Globalization;

namespace Vitrine.Storage.Reading;

/// <summary>Where a list of entities goes on: below a time, and within that time below an id.</summary>
internal readonly record struct ListCursor(long Time, long Id)
{
    private static readonly ListCursor Top = new(long.MaxValue, long.MaxValue);

    /// <summary>The top of the list where there is no cursor, or none of ours.</summary>
    public static ListCursor Parse(string? cursor) =>
        cursor?.Split('.') is [var time, var id]
        && long.TryParse(time, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var below)
        && long.TryParse(id, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var belowId)
            ? new ListCursor(below, belowId)
            : Top;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:x}.{Id:x}");
}
