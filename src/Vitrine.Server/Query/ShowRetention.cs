using Vitrine.Core.Query;
using Vitrine.Server.Http;

namespace Vitrine.Server.Query;

/// <summary><c>GET /api/v1/query/retention</c>: who came back, week by week; the one query's answer for the last ISO weeks, the current one included.</summary>
internal static class ShowRetention
{
    private const int DefaultWeeks = 12;
    private const int MaxWeeks = 520;
    private static readonly string[] Known = ["weeks", "tz", "project"];

    public static async Task<IResult> HandleAsync(Reading reading)
    {
        reading.Parameters.RefuseUnknown(Known.Contains, string.Join(", ", Known));
        var zone = reading.Zone();
        var weeks = reading.Parameters.Number("weeks", DefaultWeeks, 1, MaxWeeks);
        if (reading.Problem is { } problem) return problem;
        var today = Calendar.DateOf(reading.Now, zone);
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        var query = new StatQuery
        {
            Kind = null,
            Measures = [Measure.Users, Measure.NewUsers, Measure.ReturningUsers],
            From = Calendar.StartOfDay(monday.PlusWeeks(1 - weeks), zone),
            To = Calendar.StartOfDay(monday.PlusWeeks(1), zone),
            Zone = zone,
            Interval = Interval.Week,
        };
        var store = await reading.GetStoreAsync();
        var result = await store.QueryAsync(query, reading.Aborted);
        return new JsonAnswer(writer => AnswerWriter.Write(writer, query, result));
    }
}
