namespace Vitrine.Core.Facts;

/// <summary>Time inside Vitrine: microseconds since the Unix epoch, UTC.</summary>
public static class FactTime
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerHour = 3600 * MicrosecondsPerSecond;
    public const long MicrosecondsPerDay = 24 * MicrosecondsPerHour;

    /// <summary>2015-01-01T00:00:00Z: facts before it are refused.</summary>
    public const long Earliest = 1_420_070_400 * MicrosecondsPerSecond;

    /// <summary>A fact may be at most this far ahead of the server's clock.</summary>
    public const long MaxAhead = MicrosecondsPerDay;

    public static long From(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToDateTimeOffset(long microseconds) =>
        new(DateTime.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static long Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>ISO 8601 in UTC with a trailing Z; fractional seconds only as far as they are not zero.</summary>
    public static string ToWire(long microseconds) =>
        ToDateTimeOffset(microseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
