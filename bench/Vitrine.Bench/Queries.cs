using System.Diagnostics;
using System.Globalization;
using Vitrine.Bench.Facts;
using Vitrine.Bench.Load;

namespace Vitrine.Bench;

/// <summary>
/// What the dashboard and the API ask, over HTTP, on a tenth of the rows and on all of them; idle, and while facts come in at full speed.
/// </summary>
internal static class Queries
{
    private const int Warmups = 2;

    public static async Task<int> RunAsync(BenchArguments arguments, CancellationToken cancellationToken)
    {
        var large = arguments.Number("rows", 10_000_000);
        var rounds = arguments.Number("rounds", 9);
        var small = large / 10;
        var fewer = await MeasureAsync(small, rounds, cancellationToken);
        var more = await MeasureAsync(large, rounds, cancellationToken);
        Console.WriteLine($"median of {rounds}, ms{new string(' ', 24)}{small,12:N0}   {large,12:N0}   ratio   while ingest runs");
        foreach (var (name, times) in more)
        {
            var before = fewer[name];
            Console.WriteLine($"{name,-40}{before.Idle,12:0.00}   {times.Idle,12:0.00}   {times.Idle / before.Idle,5:0.00}   {times.Busy,12:0.00}");
        }

        return 0;
    }

    private static async Task<Dictionary<string, (double Idle, double Busy)>> MeasureAsync(int rows, int rounds, CancellationToken cancellationToken)
    {
        var folder = await DataFolder.PrepareAsync(rows, cancellationToken);
        try
        {
            await using var vitrine = await ServerProcess.StartVitrineAsync(folder, cancellationToken);
            using var client = Acknowledged.Client(vitrine);
            var questions = Questions(rows).ToArray();
            var idle = await TimeAsync(client, questions, rounds, cancellationToken);

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var writer = new FactWriter(seed: 11, TimeProvider.System);
            using var load = new LoadGenerator(vitrine.Port, 64, new FactRequests(writer, "/api/v1/track", vitrine.Key, 1));
            var loading = Task.Factory.StartNew(
                () => load.Run(TimeSpan.FromHours(1), cancellationToken: stop.Token), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            var busy = await TimeAsync(client, questions, rounds, cancellationToken);
            await stop.CancelAsync();
            var round = await loading;
            Console.WriteLine($"{rows:N0} rows: meanwhile {round.PerSecond:N0} single facts/s came in");
            return questions.ToDictionary(question => question.Name, question => (idle[question.Name], busy[question.Name]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Dictionary<string, double>> TimeAsync(
        HttpClient client, Question[] questions, int rounds, CancellationToken cancellationToken)
    {
        var medians = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var question in questions)
        {
            var times = new List<double>();
            for (var round = -Warmups; round < rounds; round++)
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri(question.Path(round + Warmups), UriKind.Relative), cancellationToken);
                var body = await answer.Content.ReadAsStringAsync(cancellationToken);
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{question.Name}: {(int)answer.StatusCode} {body}");
                if (round >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            medians[question.Name] = Rounds.Median(times);
        }

        return medians;
    }

    private static IEnumerable<Question> Questions(int rows)
    {
        var end = TimeProvider.System.GetUtcNow();
        // Thirty days that begin elsewhere each time and cut their first and last hour.
        string Range(int round) => $"from={Wire(end.AddDays(-40 + round).AddMinutes(-7 * round))}&to={Wire(end.AddDays(-10 + round).AddMinutes(-7 * round))}";
        var lastPage = rows / 100 * 9 / 10;
        yield return new("summary", _ => "/api/v1/analytics/summary");
        yield return new("daily statistics, 30 days", _ => "/api/v1/analytics/daily-stats?days=30");
        yield return new("source split, 30 days", round => $"/api/v1/query?kind=image&measure=count&by=source&{Range(round)}");
        yield return new("source split by day, 30 days", round => $"/api/v1/query?kind=image&measure=count,avg.duration&by=source&interval=day&{Range(round)}");
        yield return new("top 10 users, 30 days", round => $"/api/v1/query?kind=image&measure=count&by=user&top=10&{Range(round)}");
        yield return new("distinct users, 30 days", round => $"/api/v1/query?kind=image&measure=users&{Range(round)}");
        yield return new("percentiles, 30 days", round => $"/api/v1/query?kind=image&measure=p50.duration,p95.duration,p99.duration&{Range(round)}");
        yield return new("page 1", _ => "/api/analytics/images?page=1&per_page=100");
        yield return new("page at nine tenths of the list", round => $"/api/analytics/images?page={lastPage + round}&per_page=100");
        yield return new("page 1 of a source", _ => "/api/analytics/images?source=scheduler&page=1&per_page=100");
        yield return new("a deep page of a source", round => $"/api/analytics/images?source=scheduler&page={(lastPage / 5) + round}&per_page=100");
        yield return new("page 1 of a user", round => $"/api/analytics/images?user_id={ImageSample.FirstUser + 40 + round}&per_page=100");
        yield return new("word search", _ => "/api/analytics/images?q=lighthouse&per_page=50");
        yield return new("phrase search", _ => "/api/analytics/images?q=%22dragon+castle%22&per_page=50");
        yield return new("rare persona and style, page 1", _ => "/api/analytics/images?persona_id=persona-47&style=pixel&per_page=100");
        yield return new("persona by style, 30 days, count", round => $"/api/v1/query?kind=image&measure=count&by=style&filter.persona=persona-47&{Range(round)}");
    }

    private static string Wire(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed record Question(string Name, Func<int, string> Path);
}
