using System.Globalization;
using Vitrine.Core.Stores;

namespace Vitrine.Storage.Reading;

/// <summary>Where a list of entities goes on: below a time, and within that time below an id.</summary>
internal readonly record struct ListCursor(long Time, long Id)
{
    private static readonly ListCursor Top = new(long.MaxValue, long.MaxValue);

    /// <summary>The top of the list where there is no cursor.</summary>
    public static ListCursor Parse(string? cursor)
    {
        if (cursor is null) return Top;
        return cursor.Split('.') is [var time, var id]
            && long.TryParse(time, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var below)
            && long.TryParse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var belowId)
                ? new ListCursor(below, belowId)
                : throw new InvalidCursorException();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:x}.{Id:x}");
}
