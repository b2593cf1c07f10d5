using System.Text;
using System.Text.Json;
using Vitrine.Contracts;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;
using Vitrine.Server.Http;
using Vitrine.Server.Lists;
using Vitrine.Server.Query;
using Vitrine.Server.Security;

namespace Vitrine.Server.Compatibility;

/// <summary>
/// The reading paths of the chat platform's analytics service. Lists are plain arrays of its tables' columns; where one has pages,
/// <c>X-Total-Count</c> says how much there is and <c>Link</c> what comes next.
/// </summary>
internal static class ChatPlatform
{
    private const int ActiveDays = 30;
    private const int PanelActivities = 50;

    private static readonly string[] TopBy = ["activity", "images", "messages", "commands", "tokens", "cost"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        QueryParameter[] range = [QueryParameter.From, QueryParameter.To, QueryParameter.Days, QueryParameter.Zone];
        QueryParameter[] paging = [QueryParameter.Page, QueryParameter.Limit, QueryParameter.Cursor];
        var group = routes.MapGroup("/api/v1/analytics").WithTags("Compatibility").Needs(Permission.Read).WithProblems(400, 401, 403, 404, 422);
        group.MapGet("/summary", SummaryAsync).WithName("ChatPlatformSummary")
            .WithSummary("Shows the summary of everything, or of a range and the one before.").Needs(Permission.ReadPanel).Answers(typeof(Summary)).Takes(range);
        group.MapGet("/daily-stats", DailyStatsAsync).WithName("ChatPlatformDailyStats")
            .WithSummary("Lists the numbers of days.").Answers(typeof(DailyStatistics[])).Takes(range);
        group.MapGet("/users/activities", ActivitiesAsync).WithName("ChatPlatformActivities")
            .WithSummary("Lists activities, newest first.").Needs(Permission.ReadPanel).Answers(typeof(ChatActivity[])).Takes([QueryParameter.UserId, .. paging]);
        group.MapGet("/users/top", TopUsersAsync).WithName("ChatPlatformTopUsers")
            .WithSummary("Ranks users.").Needs(Permission.ReadPanel).Answers(typeof(ChatTopUser[])).Takes([new("by", string.Join(", ", TopBy) + "."), QueryParameter.Limit, .. range]);
        group.MapGet("/users/list", UsersAsync).WithName("ChatPlatformUsers").WithSummary("Lists users.").Answers(typeof(ChatUser[]))
            .Takes([new("active_only", "true: only those with a fact within the last days."), QueryParameter.Days, new("q", "Part of an id or name."), .. paging]);
        group.MapGet("/conversations", ConversationsAsync).WithName("ChatPlatformConversations")
            .WithSummary("Lists conversations with their counters.").Answers(typeof(ConversationAnswer[]))
            .Takes([QueryParameter.UserId, new("status", "active, ended or deleted."), .. paging]);
        group.MapGet("/api-usage", ApiUsageAsync).WithName("ChatPlatformApiUsage")
            .WithSummary("Shows the use of the app's API by endpoint, and its latest calls.").Answers(typeof(ChatApiUsage))
            .Takes([new("endpoint", "A path, with or without its method."), QueryParameter.UserId, QueryParameter.Limit, .. range]);
    }

    private static async Task<IResult> SummaryAsync(Reading reading)
    {
        var zone = reading.Zone();
        var range = reading.OptionalRange(zone);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        if (range is not { } asked)
        {
            var today = new TimeRange(QueryRange.DaysBefore(reading.Now + 1, 1, zone), QueryRange.EndOfCurrent(null, reading.Now, zone));
            return Results.Ok(await Summary.ReadAsync(store, reading.Always(zone), today, zone, reading.Aborted));
        }
        var before = QueryRange.Previous(asked.Start, asked.End, zone);
        var summary = await Summary.ReadAsync(store, asked, Summary.LastDayOf(asked, zone), zone, reading.Aborted);
        var previous = await Summary.ReadAsync(store, before, Summary.LastDayOf(before, zone), zone, reading.Aborted);
        return Results.Ok(summary with { Previous = previous });
    }

    private static async Task<IResult> DailyStatsAsync(Reading reading)
    {
        var zone = reading.Zone();
        var range = reading.Range(zone);
        if (reading.Problem is { } problem) return problem;
        return Results.Ok(await DailyStatistics.ReadAsync(await reading.GetStoreAsync(), range, zone, reading.Aborted));
    }

    private static async Task<IResult> ActivitiesAsync(Reading reading)
    {
        if (reading.IsPanel) return await PanelActivitiesAsync(reading);
        var query = ListFacts.Read(reading, FactKind.Activity) with { PerPage = Limit(reading, 50) };
        if (reading.Problem is { } problem) return problem;
        var page = await (await reading.GetStoreAsync()).ListAsync(query, reading.Aborted);
        return Array(reading, page, (writer, activity) =>
            WriteFact(writer, activity, "user_id", "username", "activity_type", "timestamp", "ip_address", "user_agent", "extra_data"));
    }

    // A panel's token lies in a page: it shows the latest, and neither leafs back nor says from where somebody came.
    private static async Task<IResult> PanelActivitiesAsync(Reading reading)
    {
        reading.Parameters.RefuseUnknown(name => name is "limit" or "project", "limit, project");
        var query = new FactListQuery { Kind = FactKind.Activity, PerPage = Math.Min(Limit(reading, PanelActivities), PanelActivities), CountTotal = false };
        if (reading.Problem is { } problem) return problem;
        var page = await (await reading.GetStoreAsync()).ListAsync(query, reading.Aborted);
        return new JsonAnswer(writer =>
        {
            writer.WriteStartArray();
            foreach (var activity in page.Items) WriteFact(writer, activity, "user_id", "username", "activity_type", "timestamp");
            writer.WriteEndArray();
        });
    }

    private static async Task<IResult> UsersAsync(Reading reading)
    {
        var activeSince = QueryRange.DaysBefore(reading.Now + 1, reading.Parameters.Number("days", ActiveDays, 1, reading.Options.MaxDays), reading.Zone());
        var query = ListUsers.Read(reading) with { PerPage = Limit(reading, 100) };
        if (reading.Parameters.Flag("active_only")) query = query with { ActiveSince = activeSince };
        if (reading.Problem is { } problem) return problem;
        var page = await (await reading.GetStoreAsync()).ListUsersAsync(query, reading.Aborted);
        return Array(reading, page, (writer, user) =>
        {
            writer.WriteStartObject();
            writer.WriteString("user_id", user.UserId);
            writer.WriteString("username", user.Username);
            writer.WriteBoolean("is_active", user.LastSeen >= activeSince);
            writer.WriteString("first_seen", FactTime.ToWire(user.FirstSeen));
            writer.WriteString("last_seen", FactTime.ToWire(user.LastSeen));
            foreach (var kind in FactKinds.Facts) writer.WriteNumber(kind.WireName() + "_count", user.Facts.GetValueOrDefault(kind));
            writer.WriteNumber("total_tokens", user.Tokens);
            writer.WriteNumber("total_cost", MeasureCatalogue.Dollars(user.Cost));
            writer.WriteEndObject();
        });
    }

    private static async Task<IResult> ConversationsAsync(Reading reading)
    {
        var query = ListConversations.Read(reading) with { PerPage = Limit(reading, 100) };
        if (reading.Problem is { } problem) return problem;
        var page = await (await reading.GetStoreAsync()).ListConversationsAsync(query, reading.Aborted);
        return Array(reading, page, EntityJson.Write);
    }

    private static async Task<IResult> TopUsersAsync(Reading reading)
    {
        var zone = reading.Zone();
        var range = reading.OptionalRange(zone) ?? reading.Always(zone);
        var by = reading.Parameters.Word("by", TopBy) ?? TopBy[0];
        var limit = Limit(reading, 10);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var (name, measure, kinds) = by switch
        {
            "images" => ("image_count", Measure.Count, new[] { FactKind.Image }),
            "messages" => ("message_count", Measure.Count, [FactKind.Message]),
            "commands" => ("command_count", Measure.Count, [FactKind.Command]),
            "tokens" => ("total_tokens", Measure.Tokens, [FactKind.Message]),
            "cost" => ("total_cost", Measure.Cost, [FactKind.Image, FactKind.Message, FactKind.ApiCall]),
            _ => ("activity_count", Measure.Count, [FactKind.Activity]),
        };
        var figures = new Dictionary<string, decimal>();
        foreach (var kind in kinds)
        {
            var query = new StatQuery
            {
                Kind = kind,
                Measures = [measure],
                By = Dimension.User,
                From = range.Start,
                To = range.End,
                Zone = zone,
                // One more for the facts that name no user. A figure of several kinds needs every user of each.
                Top = kinds.Length == 1 ? limit + 1 : null,
            };
            foreach (var series in (await store.QueryAsync(query, reading.Aborted)).Series.Where(series => series is { Key: not null, IsOther: false }))
            {
                figures[series.Key!] = figures.GetValueOrDefault(series.Key!) + measure.Value(series.Total)!.Value;
            }
        }
        var top = figures.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(limit).ToList();
        var users = await Task.WhenAll(top.Select(pair => store.FindUserAsync(pair.Key, reading.Aborted)));
        return new JsonAnswer(writer =>
        {
            writer.WriteStartArray();
            for (var index = 0; index < top.Count; index++)
            {
                writer.WriteStartObject();
                writer.WriteNumber("rank", index + 1);
                writer.WriteString("user_id", top[index].Key);
                writer.WriteString("username", users[index]?.Username);
                writer.WriteNumber(name, top[index].Value);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
    }

    private static async Task<IResult> ApiUsageAsync(Reading reading)
    {
        var zone = reading.Zone();
        var range = reading.OptionalRange(zone) ?? reading.Always(zone);
        var endpoint = reading.Parameters.Text("endpoint");
        var userId = reading.Parameters.Text("user_id");
        var limit = Limit(reading, 50);
        if (reading.Problem is { } problem) return problem;
        var store = await reading.GetStoreAsync();
        var query = new StatQuery
        {
            Kind = FactKind.ApiCall,
            Measures = [Measure.Count, Measure.Errors, Measure.ErrorRate, Measure.AverageDuration, Measure.P95Duration, Measure.MaxDuration],
            By = Dimension.Endpoint,
            Filters = userId is null ? [] : [new DimensionFilter(Dimension.User, [userId])],
            From = range.Start,
            To = range.End,
            Zone = zone,
            Top = endpoint is null ? reading.Options.MaxTop : null,
        };
        var endpoints = (await store.QueryAsync(query, reading.Aborted)).Series.Where(series => endpoint is null || IsEndpoint(series.Key, endpoint)).ToList();
        var calls = endpoints.Count == 0 ? [] : (await store.ListAsync(new FactListQuery
        {
            Kind = FactKind.ApiCall,
            Filters = endpoint is null ? [] : [new DimensionFilter(Dimension.Endpoint, [.. endpoints.Select(series => series.Key!)])],
            UserId = userId,
            From = range.Start,
            To = range.End,
            PerPage = limit,
        }, reading.Aborted)).Items;
        return new JsonAnswer(writer => WriteApiUsage(writer, endpoints, calls));
    }

    private static void WriteApiUsage(Utf8JsonWriter writer, List<StatSeries> endpoints, IReadOnlyList<FactRecord> calls)
    {
        var total = new MeasureSums();
        foreach (var series in endpoints) total.Add(series.Total);
        writer.WriteStartObject();
        WriteFigures(writer, total);
        writer.WriteStartArray("endpoints");
        foreach (var series in endpoints)
        {
            var (method, path) = Split(series.IsOther ? AnswerWriter.OtherKey : series.Key);
            writer.WriteStartObject();
            writer.WriteString("endpoint", path);
            writer.WriteString("method", method);
            WriteFigures(writer, series.Total);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("calls");
        foreach (var call in calls) WriteFact(writer, call, "endpoint", "method", "user_id", "status_code", "response_time", "timestamp");
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter writer, MeasureSums sums)
    {
        writer.WriteNumber("total_calls", sums.Count);
        writer.WriteNumber("error_count", sums.Errors);
        foreach (var (name, measure) in new[]
        {
            ("error_rate", Measure.ErrorRate), ("avg_response_time", Measure.AverageDuration),
            ("p95_response_time", Measure.P95Duration), ("max_response_time", Measure.MaxDuration),
        })
        {
            writer.WritePropertyName(name);
            if (measure.Value(sums) is { } value) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }

    /// <summary>True where a dimension's key (<c>GET /users/{id}</c>) is the endpoint that was asked for: with or without method, as template or as called.</summary>
    internal static bool IsEndpoint(string? key, string asked)
    {
        if (key is null) return false;
        var (method, path) = Split(key);
        var (askedMethod, askedPath) = Split(asked);
        if (askedMethod is not null && !string.Equals(askedMethod, method, StringComparison.OrdinalIgnoreCase)) return false;
        return path == askedPath || path == Template(askedPath);
    }

    private static (string? Method, string Path) Split(string? endpoint)
    {
        var space = endpoint?.IndexOf(' ') ?? -1;
        return space < 0 ? (null, endpoint ?? "") : (endpoint![..space], endpoint[(space + 1)..]);
    }

    private static string Template(string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path);
        var template = new byte[EndpointTemplate.MaxLength(0, utf8.Length)];
        return Encoding.UTF8.GetString(template.AsSpan(0, EndpointTemplate.Write(default, utf8, template))).TrimStart();
    }

    private static void WriteFact(Utf8JsonWriter writer, FactRecord fact, params ReadOnlySpan<string> columns)
    {
        writer.WriteStartObject();
        writer.WriteString("id", fact.Id);
        foreach (var column in columns)
        {
            writer.WritePropertyName(column);
            if (column == "timestamp") writer.WriteStringValue(FactTime.ToWire(fact.Time));
            else FactJson.WriteValue(writer, fact, FactSchema.Of(fact.Kind)[column]);
        }
        writer.WriteEndObject();
    }

    private static int Limit(Reading reading, int fallback) => reading.Parameters.Number(
        "limit", reading.Parameters.Number("per_page", fallback, 1, FactListQuery.MaxPerPage), 1, FactListQuery.MaxPerPage);

    private static JsonAnswer Array<T>(Reading reading, Page<T> page, Action<Utf8JsonWriter, T> write)
    {
        reading.Headers["X-Total-Count"] = page.Total.ToString();
        if (page.NextCursor is { } cursor) reading.Headers.Link = $"<{reading.AddressWith("cursor", cursor)}>; rel=\"next\"";
        return new JsonAnswer(writer =>
        {
            writer.WriteStartArray();
            foreach (var item in page.Items) write(writer, item);
            writer.WriteEndArray();
        });
    }
}
