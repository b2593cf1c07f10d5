using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>When the demo's users come: nights are quiet, weekends quieter, the whole grows; one afternoon the providers fail.</summary>
internal sealed class DemoCalendar
{
    public const int Days = 90;

    private const double VisitsAnHour = 2.8;

    // Shares of an average hour, UTC; the mean is 1.
    private static readonly double[] Hours =
    [
        0.45, 0.30, 0.22, 0.18, 0.18, 0.25, 0.42, 0.70, 0.95, 1.10, 1.15, 1.20,
        1.25, 1.20, 1.15, 1.20, 1.30, 1.45, 1.65, 1.85, 1.95, 1.80, 1.25, 0.85,
    ];

    // Sunday first, as DayOfWeek counts.
    private static readonly double[] WeekDays = [0.76, 1.05, 1.10, 1.12, 1.08, 1.05, 0.84];

    public DemoCalendar(DateTimeOffset end)
    {
        End = FactTime.From(end);
        Start = FactTime.From(end.AddDays(-Days));
        BadAfternoonStart = FactTime.From(new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero).AddDays(-12).AddHours(13));
    }

    public long Start { get; }

    public long End { get; }

    public long BadAfternoonStart { get; }

    /// <summary>Visits to expect in the hour that starts at a time.</summary>
    public double Visits(long hour)
    {
        var time = FactTime.ToDateTimeOffset(hour);
        return VisitsAnHour * Hours[time.Hour] * WeekDays[(int)time.DayOfWeek] * (0.6 + (0.8 * Progress(hour)));
    }

    /// <summary>From 0 at the start of the demo to 1 at its end.</summary>
    public double Progress(long time) => Math.Clamp((double)(time - Start) / (End - Start), 0, 1);

    public bool IsBad(long time) => time >= BadAfternoonStart && time < BadAfternoonStart + (4 * FactTime.MicrosecondsPerHour);
}
