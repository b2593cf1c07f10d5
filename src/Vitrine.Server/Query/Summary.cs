using System.Text.Json.Serialization;
using NodaTime;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;
using Vitrine.Core.Stores;

namespace Vitrine.Server.Query;

/// <summary>The numbers that a project is looked at by. Durations in seconds, cost in dollars.</summary>
/// <param name="ActiveUsersToday">Users active on the last day of the range.</param>
/// <param name="NewUsersToday">Users first seen on the last day of the range.</param>
/// <param name="AvgResponseTime">Of messages; null where none carries one.</param>
/// <param name="AvgApiResponseTime">Of calls of the app's API.</param>
/// <param name="ErrorCount">Failed API calls, images and commands.</param>
internal sealed record Summary(
    long TotalUsers, long ActiveUsersToday, long NewUsersToday, long TotalConversations, long TotalMessages, long TotalTokens,
    long TotalApiCalls, long TotalImages, long TotalCommands,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgResponseTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgApiResponseTime,
    long ErrorCount, decimal TotalCost)
{
    /// <summary>The same for the period before; only where a range was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Summary? Previous { get; init; }

    /// <param name="lastDay">The day that "today" means.</param>
    public static async Task<Summary> ReadAsync(IFactStore store, TimeRange range, TimeRange lastDay, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var users = Ask(null, range, Measure.Users);
        var today = Ask(null, lastDay, Measure.Users, Measure.NewUsers);
        var conversations = Ask(FactKind.Conversation, range, Measure.Count);
        var messages = Ask(FactKind.Message, range, Measure.Count, Measure.Tokens, Measure.AverageDuration, Measure.Cost);
        var calls = Ask(FactKind.ApiCall, range, Measure.Count, Measure.Errors, Measure.AverageDuration, Measure.Cost);
        var images = Ask(FactKind.Image, range, Measure.Count, Measure.Errors, Measure.Cost);
        var commands = Ask(FactKind.Command, range, Measure.Count, Measure.Errors);
        await Task.WhenAll(users, today, conversations, messages, calls, images, commands);
        var (message, call, image, command, active) = (await messages, await calls, await images, await commands, await today);
        return new Summary(
            (await users).Users, active.Users, active.NewUsers, (await conversations).Count, message.Count, message.InputTokens + message.OutputTokens,
            call.Count, image.Count, command.Count, Measure.AverageDuration.Value(message), Measure.AverageDuration.Value(call),
            call.Errors + image.Errors + command.Errors, MeasureCatalogue.Dollars(message.Cost + call.Cost + image.Cost));

        async Task<MeasureSums> Ask(FactKind? kind, TimeRange asked, params Measure[] measures) => (await store.QueryAsync(
            new StatQuery { Kind = kind, Measures = measures, From = asked.Start, To = asked.End, Zone = zone }, cancellationToken)).Total;
    }

    /// <summary>The part of a range that lies on its last calendar day.</summary>
    public static TimeRange LastDayOf(TimeRange range, DateTimeZone zone) =>
        new(Math.Max(range.Start, Calendar.StartOfDay(Calendar.DateOf(range.End - 1, zone), zone)), range.End);
}
