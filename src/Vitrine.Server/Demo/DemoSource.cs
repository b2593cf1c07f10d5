using Vitrine.Core.Facts;
using Vitrine.Server.Import;

namespace Vitrine.Server.Demo;

/// <summary>Ninety believable days of an app, as facts in the order of time. The same seed and end make the same facts.</summary>
internal sealed class DemoSource(int seed, DateTimeOffset end) : IImportSource
{
    private readonly DemoCalendar calendar = new(end);
    private long now;

    public double Fraction => calendar.Progress(now);

    public IReadOnlyList<string> Notes => [];

    public IEnumerable<ImportRow> Read()
    {
        var random = new Random(seed);
        var people = new DemoPeople(random, calendar);
        var journal = new DemoJournal(random);
        var visits = new DemoVisits(random, calendar, journal, new DemoImages(random, calendar, journal));
        long position = 0;
        for (now = calendar.Start; now < calendar.End; now += FactTime.MicrosecondsPerHour)
        {
            var next = Math.Min(now + FactTime.MicrosecondsPerHour, calendar.End);
            foreach (var user in people.Joining(now, next)) visits.Register(user);
            for (var visit = Poisson(random, calendar.Visits(now)); visit > 0; visit--)
            {
                var time = now + (long)(random.NextDouble() * FactTime.MicrosecondsPerHour);
                visits.Visit(people.Anybody(random, time), time);
            }
            foreach (var fact in journal.TakeUntil(next)) yield return new ImportRow(++position, "", position, fact);
        }
    }

    public void Dispose()
    {
    }

    private static int Poisson(Random random, double mean)
    {
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble()) count++;
        return count;
    }
}
