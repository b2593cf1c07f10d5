namespace Vitrine.Core.Stores;

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">At most <paramref name="PerPage"/>.</param>
/// <param name="Total">How many there are; exact, or "at least" where <paramref name="TotalIsExact"/> is false.</param>
/// <param name="TotalIsExact">False where the filter has no rollup and more than 10,000 were found, and where the total was not asked for.</param>
/// <param name="Number">1-based; meaningless where a cursor was given.</param>
/// <param name="PerPage">As asked, clamped.</param>
/// <param name="NextCursor">Continues behind the last item; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long Total, bool TotalIsExact, int Number, int PerPage, string? NextCursor)
{
    public long TotalPages => (Total + PerPage - 1) / PerPage;

    public Page<TOther> Select<TOther>(Func<T, TOther> convert) =>
        new([.. Items.Select(convert)], Total, TotalIsExact, Number, PerPage, NextCursor);
}

/// <summary>A list was asked to go on from a cursor that no list has given out, or behind an item that there is not.</summary>
public sealed class InvalidCursorException(Exception? inner = null) : Exception("The cursor is not one that this list has given out.", inner);
