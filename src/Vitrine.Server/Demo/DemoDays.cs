using Vitrine.Core.Facts;

namespace Vitrine.Server.Demo;

/// <summary>Ninety believable days of an app, as facts in the order of time. The same seed and end make the same facts.</summary>
internal sealed class DemoDays(int seed, DateTimeOffset end)
{
    private readonly DemoCalendar calendar = new(end);

    /// <summary>The latest images, once all facts were taken.</summary>
    public DemoGallery Gallery { get; } = new(FactTime.From(end));

    /// <summary>Each fact as a JSON object.</summary>
    public IEnumerable<byte[]> Facts()
    {
        var random = new Random(seed);
        var people = new DemoPeople(random, calendar);
        var journal = new DemoJournal(random);
        var visits = new DemoVisits(random, calendar, journal, new DemoImages(random, calendar, journal, Gallery));
        for (var now = calendar.Start; now < calendar.End; now += FactTime.MicrosecondsPerHour)
        {
            var next = Math.Min(now + FactTime.MicrosecondsPerHour, calendar.End);
            foreach (var user in people.Joining(now, next)) visits.Register(user);
            for (var visit = Poisson(random, calendar.Visits(now)); visit > 0; visit--)
            {
                var time = now + (long)(random.NextDouble() * FactTime.MicrosecondsPerHour);
                visits.Visit(people.Anybody(random, time), time);
            }
            foreach (var fact in journal.TakeUntil(next)) yield return fact;
        }
    }

    private static int Poisson(Random random, double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble()) count++;
        return count;
    }
}
