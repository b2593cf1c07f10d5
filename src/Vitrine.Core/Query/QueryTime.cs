using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Vitrine.Core.Facts;

namespace Vitrine.Core.Query;

/// <summary>Reads the times that a question names.</summary>
public static class QueryTime
{
    // 9000-01-01: far enough for "all", and near enough for a calendar to go on from.
    private const long Latest = 221_845_392_000 * FactTime.MicrosecondsPerSecond;

    private static readonly string[] DateTimeFormats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>
    /// Takes an ISO date (when it begins in the zone), an ISO date-time (in the zone, unless it carries an offset or Z) or Unix seconds, from
    /// 1970 to 8999. An offset's plus sign that a query string turned into a space is understood.
    /// </summary>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    public static bool TryParse(string text, DateTimeZone zone, out long time)
    {
        time = 0;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            if (seconds >= Latest / FactTime.MicrosecondsPerSecond) return false;
            time = (long)(seconds * FactTime.MicrosecondsPerSecond);
            return true;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            time = Calendar.StartOfDay(new LocalDate(date.Year, date.Month, date.Day), zone);
        }
        else if (DateTime.TryParseExact(
            RestorePlus(text), DateTimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var moment))
        {
            time = moment.Kind == DateTimeKind.Utc
                ? FactTime.From(new DateTimeOffset(moment))
                : Calendar.ToMicroseconds(zone.ResolveLocal(LocalDateTime.FromDateTime(moment), Resolvers.LenientResolver).ToInstant());
        }
        else
        {
            return false;
        }
        return time >= 0 && time < Latest;
    }

    private static string RestorePlus(string text) =>
        text.Length > 16 && text[^6] == ' ' && text[^3] == ':' ? string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5)) : text;
}
