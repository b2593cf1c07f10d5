using System.Text.Json.Serialization;
using Vitrine.Core.Facts;
using Vitrine.Core.Query;

namespace Vitrine.Server.Compatibility.Discord;

/// <summary>Which images were made (<c>get_image_stats</c>). Times in seconds; null where no image carries one.</summary>
/// <param name="Days">Calendar days that the answer is of.</param>
/// <param name="Failed">Those of all that did not come to be.</param>
internal sealed record ImageStatistics(
    int Days, long TotalImages, long Failed, long UniqueUsers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? P50GenerationTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? P95GenerationTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxGenerationTime,
    IReadOnlyList<PopularResolution> PopularResolutions, IReadOnlyList<PopularLora> PopularLoras, IReadOnlyList<BotUser> TopUsers,
    IReadOnlyList<ImageDay> ByDay)
{
    public static async Task<ImageStatistics> ReadAsync(BotQuestions ask, int limit)
    {
        var total = ask.TotalAsync(
            FactKind.Image, Measure.Count, Measure.Errors, Measure.Users, Measure.AverageDuration, Measure.P50Duration, Measure.P95Duration, Measure.MaxDuration);
        var resolutions = ask.MostAsync(FactKind.Image, Dimension.Resolution, limit, orNone: false, Measure.AverageDuration);
        var loras = ask.MostAsync(FactKind.Image, Dimension.Lora, limit, orNone: false, Measure.AverageDuration);
        var users = ask.TopUsersAsync(FactKind.Image, limit);
        var days = ask.DaysAsync(FactKind.Image, Measure.Count, Measure.Errors, Measure.AverageDuration);
        await Task.WhenAll(total, resolutions, loras, users, days);
        var sums = await total;
        return new ImageStatistics(
            (await days).Count, sums.Count, sums.Errors, sums.Users, Measure.AverageDuration.Value(sums), Measure.P50Duration.Value(sums),
            Measure.P95Duration.Value(sums), Measure.MaxDuration.Value(sums),
            [.. (await resolutions).Select(one => new PopularResolution(one.Key!, one.Total.Count, Measure.AverageDuration.Value(one.Total)))],
            [.. (await loras).Select(one => new PopularLora(one.Key!, one.Total.Count, Measure.AverageDuration.Value(one.Total)))],
            await users,
            [.. (await days).Select(day => new ImageDay(day.Date, day.Sums.Count, day.Sums.Errors, Measure.AverageDuration.Value(day.Sums)))]);
    }
}

/// <summary>A resolution among the most used.</summary>
internal sealed record PopularResolution(
    string Resolution, long Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime);

/// <summary>A LoRA among the most used; an image with several counts for each.</summary>
internal sealed record PopularLora(string Lora, long Count, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime);

/// <summary>The images of a day.</summary>
internal sealed record ImageDay(
    string Date, long Count, long Failed, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AvgGenerationTime);
