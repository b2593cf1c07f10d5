using System.Text.Json.Serialization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>What users did (<c>get_user_stats</c>).</summary>
/// <param name="Days">Calendar days that the answer is of.</param>
/// <param name="ActiveUsers">Users with a fact of any kind; of a guild, with a command or an activity there.</param>
/// <param name="NewUsers">Those of them who were never seen before.</param>
/// <param name="TopUsersByImages">Empty where guilds are asked about: images carry none.</param>
internal sealed record UserStatistics(
    int Days, long ActiveUsers, long NewUsers, long TotalActivities, IReadOnlyList<PopularAction> ActionTypes, IReadOnlyList<BotUser> TopUsersByCommands,
    IReadOnlyList<BotUser> TopUsersByImages, IReadOnlyList<BotUser> TopUsersByActivities, IReadOnlyList<BotUserDay> ByDay)
{
    public static async Task<UserStatistics> ReadAsync(BotQuestions ask, int limit)
    {
        var active = ask.ActiveUsersAsync(byDay: true);
        var activities = ask.TotalAsync(FactKind.Activity, Measure.Count);
        var actions = ask.MostAsync(FactKind.Activity, Dimension.Type, limit, orNone: false);
        var byCommands = ask.TopUsersAsync(FactKind.Command, limit);
        var byImages = ask.IsOfPlaces ? Task.FromResult<IReadOnlyList<BotUser>>([]) : ask.TopUsersAsync(FactKind.Image, limit);
        var byActivities = ask.TopUsersAsync(FactKind.Activity, limit);
        await Task.WhenAll(active, activities, actions, byCommands, byImages, byActivities);
        var users = await active;
        return new UserStatistics(
            users.Days.Count, users.Active, users.New, (await activities).Count,
            [.. (await actions).Select(action => new PopularAction(action.Key!, action.Total.Count))],
            await byCommands, await byImages, await byActivities, users.Days);
    }
}

/// <summary>A type of activity and how often it happened.</summary>
internal sealed record PopularAction(string ActionType, long Count);

/// <summary>A user, and how much they did.</summary>
internal sealed record BotUser(string UserId, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Username, long Count);

/// <summary>The users of a day.</summary>
internal sealed record BotUserDay(string Date, long ActiveUsers, long NewUsers);
